import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A libvirtd of the bench's own: its folders are put in the place of the machine's in a mount
 * namespace, so it neither sees nor touches what the machine's own libvirt has.
 */
final class Libvirt implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    /** Its folders, and whose place they take. */
    private static final String PLACES =
            "etc:/etc/libvirt var:/var/lib/libvirt run:/run/libvirt cache:/var/cache/libvirt"
                    + " log:/var/log/libvirt";

    private static final String START =
            """
            set -e
            for pair in %s; do
                mkdir -p "$0/${pair%%%%:*}" "${pair#*:}"
                mount --bind "$0/${pair%%%%:*}" "${pair#*:}"
            done
            exec libvirtd -f "$0/libvirtd.conf" -p "$0/pid"
            """
                    .formatted(PLACES);

    private final Path folder;
    private final Process process;

    private Libvirt(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Nothing, and a word on it, where this machine or this user cannot have one.
     *
     * @param listed VMs that are only there to be listed
     */
    static Optional<Libvirt> start(int listed) throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            Bench.note("not beside virsh: a libvirtd of our own needs root");
            return Optional.empty();
        }
        if (!Files.isExecutable(Path.of("/usr/sbin/libvirtd"))) {
            Bench.note("not beside virsh: there is no libvirtd");
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "oxtv");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(folder.resolve("etc/qemu"));
        Files.createDirectories(folder.resolve("sock"));
        Files.writeString(
                folder.resolve("etc/qemu.conf"),
                // Without control groups, into which a bench of real-time priority cannot be moved.
                "security_driver = \"none\"\nstdio_handler = \"file\"\n"
                        + "cgroup_controllers = []\n"
                        // Where /dev/kvm is not for its user, libvirt takes what it knows of QEMU
                        // for stale, and asks it all anew at each start: 5 s that it need not.
                        + "user = \"root\"\ngroup = \"root\"\n");
        Files.writeString(
                folder.resolve("libvirtd.conf"),
                "unix_sock_dir = \"%s/sock\"\nauth_unix_rw = \"none\"\nlog_level = 4\n"
                        .formatted(folder));
        for (int i = 0; i < listed; i++) {
            // Found when it begins: a thousand times virsh define would take minutes.
            Files.writeString(
                    folder.resolve("etc/qemu/many-" + i + ".xml"), document("many-" + i, ""));
        }
        Process process =
                new ProcessBuilder("unshare", "--mount", "sh", "-c", START, folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("words").toFile())
                        .start();
        // Also when the bench is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Libvirt libvirt = new Libvirt(folder, process);
        libvirt.await();
        return Optional.of(libvirt);
    }

    private void await() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (run("version") != 0) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(
                        "libvirtd did not come up:\n"
                                + Files.readString(folder.resolve("words")));
            }
            Thread.sleep(200);
        }
    }

    /** The same guest as oxt's, and the same machine as near as libvirt's document goes. */
    void defineGuest(Path kernel, Path initramfs, String commandLine) throws Exception {
        // Copies that libvirt's user may read: ours are for a group of our VMs.
        Path own = Files.createDirectories(folder.resolve("guest"));
        copy(kernel, own.resolve("kernel"));
        copy(initramfs, own.resolve("initramfs"));
        define(
                "bench",
                "<kernel>%s/kernel</kernel><initrd>%s/initramfs</initrd><cmdline>%s</cmdline>"
                        .formatted(own, own, commandLine));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void define(String name, String boot) throws Exception {
        Path file = folder.resolve(name + ".xml");
        Files.writeString(file, document(name, boot));
        must("define", file.toString());
    }

    private static String document(String name, String boot) {
        return """
            <domain type="qemu">
              <name>%s</name>
              <uuid>%s</uuid>
              <memory unit="MiB">128</memory>
              <vcpu>1</vcpu>
              <os><type arch="x86_64" machine="q35">hvm</type>%s</os>
              <features><acpi/><vmport state="off"/><smm state="off"/></features>
              <cpu mode="maximum"/>
              <clock offset="utc"><timer name="hpet" present="no"/></clock>
              <pm><suspend-to-mem enabled="no"/><suspend-to-disk enabled="no"/></pm>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                <controller type="usb" model="none"/>
                <serial type="unix"><source mode="bind" path="/tmp/%s-serial.sock"/></serial>
                <rng model="virtio"><backend model="builtin"/></rng>
                <memballoon model="none"/>
              </devices>
            </domain>
            """
                .formatted(name, UUID.randomUUID(), boot, name);
    }

    /** A whole process of virsh, which has to succeed. */
    void must(String... words) throws Exception {
        if (run(words) != 0) {
            throw new IllegalStateException(
                    "virsh "
                            + String.join(" ", words)
                            + " did not work: "
                            + Files.readString(folder.resolve("said")));
        }
    }

    private int run(String... words) throws Exception {
        return virsh(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start()
                .waitFor();
    }

    private ProcessBuilder virsh(String... words) {
        List<String> command = new ArrayList<>(List.of("virsh", "--quiet", "--connect"));
        command.add("qemu+unix:///system?socket=" + folder.resolve("sock/libvirt-sock"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command);
    }

    @Override
    public void close() throws Exception {
        run("destroy", "bench");
        process.destroy();
        process.waitFor();
        Files.deleteIfExists(Path.of("/tmp/bench-serial.sock"));
        OwnDaemon.remove(folder);
    }
}
