package oxt.engine.xen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.host.PosixFiles;
import oxt.host.pci.PciBus;
import oxt.host.pci.PciFunction;
import oxt.model.PciAddress;
import oxt.model.PciDevice;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * Takes PCI devices from dom0's drivers for a VM's run, and gives them back when the run's folder
 * goes. What was assignable before stays that.
 *
 * <p>That dom0 can do without a device is the planner's to know: {@code xl} seizes the disk under
 * dom0's root file system without a word.
 */
final class XenDevices {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Layout layout;
    private final Xl xl;

    XenDevices(Layout layout, Xl xl) {
        this.layout = layout;
        this.xl = xl;
    }

    /** Those that the VM asks for and that are dom0's now. */
    void take(Vm vm) throws IOException, EngineException, InterruptedException {
        for (PciDevice device : vm.hardware()) {
            PciAddress address = device.address();
            if (isHeld(address)) {
                continue;
            }
            // Written down first: whoever cleans up after a crash must not miss one.
            List<String> taken = new ArrayList<>(taken(vm.id()));
            taken.add(address.text());
            write(vm.id(), taken);
            xl.run(PATIENCE, "pci-assignable-add", address.text());
        }
    }

    /** Those that were taken, to the drivers that had them; one that is dom0's again is as good. */
    void giveBack(VmId vm) throws IOException, EngineException, InterruptedException {
        for (String address : taken(vm)) {
            if (!isHeld(PciAddress.parse(address).orElseThrow())) {
                continue;
            }
            Programs.Ended ended = xl.attempt(PATIENCE, "pci-assignable-remove", "-r", address);
            if (isHeld(PciAddress.parse(address).orElseThrow())) {
                throw new EngineException(
                        new Problem.Failed(
                                "pci-device-not-given-back",
                                "The host did not get PCI device "
                                        + address
                                        + " back: "
                                        + XlWords.reason(ended.said()),
                                "Give it back: xl pci-assignable-remove -r " + address));
            }
        }
        Files.deleteIfExists(file(vm));
    }

    private static boolean isHeld(PciAddress address) {
        return PciBus.find(address).filter(PciFunction::isHeldForVms).isPresent();
    }

    private List<String> taken(VmId vm) throws IOException {
        if (!Files.exists(file(vm))) {
            return List.of();
        }
        return Files.readString(file(vm))
                .lines()
                .filter(line -> PciAddress.parse(line).isPresent())
                .toList();
    }

    private void write(VmId vm, List<String> taken) {
        PosixFiles.replaceUnsynced(file(vm), String.join("\n", taken) + "\n", "rw-------");
    }

    private Path file(VmId vm) {
        return layout.runFolder(vm).resolve("pci-taken");
    }
}
