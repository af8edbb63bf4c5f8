package oxt.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import oxt.daemon.DaemonProcess;

/** QEMU on this machine; both VMs run the smallest guest. */
record QemuGround() implements Ground {
    @Override
    public DaemonProcess.Program daemon(Path gate) {
        return QuickDaemon.program(gate);
    }

    @Override
    public void putImages(Path state) throws IOException {
        SmallGuest.put(state);
    }

    @Override
    public String driverDomain() {
        return Documents.net();
    }

    /** Its guest has no agent: links to it lead to nobody. */
    @Override
    public boolean isServing(World world) {
        return true;
    }

    /** Its dots, more of them than the firmware's. */
    @Override
    public String life() {
        return ".....";
    }

    @Override
    public List<String> belongings(Path folder) {
        return Belongings.in(folder);
    }

    /** A step that ends a machine waits for its end. */
    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public void clear(Path folder) {
        for (long pid : DaemonProcess.machines(folder)) {
            ProcessHandle.of(pid)
                    .ifPresent(
                            process -> {
                                process.destroyForcibly();
                                process.onExit().join();
                            });
        }
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(40);
    }
}
