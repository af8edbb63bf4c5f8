package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import oxt.host.Deadline;
import oxt.host.tpm.HostTpm;
import oxt.host.tpm.KernelRegisters;
import oxt.host.tpm.OtherLog;
import oxt.host.tpm.TpmTransport;
import oxt.trust.Bytes;

/**
 * A machine with UEFI, a software TPM and a disk that is a folder. Its kernel hands out log and
 * registers over a serial line, and passes on what is said to its TPM.
 */
final class MeasuredMachine implements AutoCloseable {
    /** Emulated, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Path FIRMWARE = Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd");
    private static final Path VARIABLES = Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd");
    private static final String END = "=end\n";

    /** What the initramfs runs: it does what the serial line says. */
    static final String INIT =
            """
            #!/bin/busybox sh
            /bin/busybox --install -s /bin
            mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev
            mount -t securityfs s /sys/kernel/security
            stty -F /dev/ttyS1 raw -echo
            exec </dev/ttyS1 >/dev/ttyS1 2>/dev/null 3<>/dev/tpmrm0
            echo =end
            while read -r line; do eval "$line"; echo =end; done
            """;

    private final Path folder;
    private final Process tpm;
    private final Process machine;
    private final SocketChannel line;

    private MeasuredMachine(Path folder, Process tpm, Process machine, SocketChannel line) {
        this.folder = folder;
        this.tpm = tpm;
        this.machine = machine;
        this.line = line;
    }

    /** Skips the test where the parts are not installed. */
    static void assumeParts() {
        for (String part : List.of("/usr/bin/swtpm", "/usr/bin/qemu-system-x86_64")) {
            assumeTrue(Files.exists(Path.of(part)), part + " is not installed");
        }
        assumeTrue(Files.exists(FIRMWARE), "ovmf is not installed");
    }

    /**
     * @param folder short; the TPM's memory and the firmware's variables stay in it
     */
    static MeasuredMachine boot(Path folder, Path disk) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("tpm"));
        if (!Files.exists(folder.resolve("variables"))) {
            Files.copy(VARIABLES, folder.resolve("variables"));
        }
        Process tpm =
                begin(
                        folder,
                        "swtpm.log",
                        List.of(
                                "swtpm",
                                "socket",
                                "--tpm2",
                                "--tpmstate",
                                "dir=" + folder.resolve("tpm"),
                                "--ctrl",
                                "type=unixio,path=" + folder.resolve("tpm.ctrl"),
                                "--terminate"));
        Deadline deadline = Deadline.after(PATIENCE);
        assertTrue(deadline.await(() -> Files.exists(folder.resolve("tpm.ctrl"))));
        Files.deleteIfExists(folder.resolve("line"));
        Process machine = begin(folder, "qemu.log", words(folder, disk));
        SocketChannel line = deadline.await(() -> connected(folder.resolve("line"))).orElseThrow();
        MeasuredMachine booted = new MeasuredMachine(folder, tpm, machine, line);
        booted.untilEnd();
        booted.look();
        return booted;
    }

    private static Optional<SocketChannel> connected(Path socket) {
        try {
            return Optional.of(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private static Process begin(Path folder, String log, List<String> words) throws IOException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private static List<String> words(Path folder, Path disk) {
        return List.of(
                "qemu-system-x86_64",
                "-accel",
                "tcg,thread=multi",
                "-machine",
                "q35",
                "-m",
                "768",
                "-cpu",
                "max",
                "-display",
                "none",
                "-vga",
                "none",
                "-nodefaults",
                "-no-reboot",
                "-drive",
                "if=pflash,format=raw,unit=0,readonly=on,file=" + FIRMWARE,
                "-drive",
                "if=pflash,format=raw,unit=1,file=" + folder.resolve("variables"),
                "-chardev",
                "socket,id=tpm,path=" + folder.resolve("tpm.ctrl"),
                "-tpmdev",
                "emulator,id=tpm,chardev=tpm",
                "-device",
                "tpm-tis,tpmdev=tpm",
                "-serial",
                "file:" + folder.resolve("console"),
                "-serial",
                "unix:" + folder.resolve("line") + ",server=on,wait=off",
                "-drive",
                "if=none,id=disk,format=raw,readonly=on,file=fat:" + disk,
                "-device",
                "virtio-blk-pci,drive=disk,bootindex=0",
                "-device",
                "virtio-rng-pci");
    }

    /** Has the guest's kernel say what it has, for who looks in files. */
    private void look() throws IOException {
        Path log = folder.resolve("security/tpm0/binary_bios_measurements");
        Files.createDirectories(log.getParent());
        Files.write(
                log,
                Base64.getMimeDecoder()
                        .decode(
                                ask(
                                        "base64 /sys/kernel/security/tpm0/"
                                                + "binary_bios_measurements")));
        Path bank = Files.createDirectories(folder.resolve("tpm0/pcr-sha256"));
        String[] values =
                ask("cd /sys/class/tpm/tpm0/pcr-sha256; for n in $(seq 0 23); do cat $n; done")
                        .strip()
                        .split("\\s+");
        assertEquals(24, values.length);
        for (int index = 0; index < values.length; index++) {
            Files.writeString(bank.resolve(Integer.toString(index)), values[index] + "\n");
        }
    }

    /** What the machine would have, were oxt in it. */
    HostTpm host() {
        return new HostTpm(
                new KernelRegisters(folder.resolve("tpm0")),
                Optional.of(folder.resolve("security")),
                OtherLog.NONE,
                () ->
                        new TpmTransport() {
                            @Override
                            public Bytes exchange(Bytes command) throws IOException {
                                return passed(command);
                            }

                            @Override
                            public void close() {
                                // The line stays for the next undertaking.
                            }
                        });
    }

    private Bytes passed(Bytes command) throws IOException {
        String answer =
                ask(
                        "echo "
                                + Base64.getEncoder().encodeToString(command.toArray())
                                + " | base64 -d >/c; dd if=/c bs=8192 >&3; dd bs=8192 count=1 <&3"
                                + " | base64");
        return Bytes.of(Base64.getMimeDecoder().decode(answer));
    }

    private String ask(String command) throws IOException {
        ByteBuffer out = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII));
        while (out.hasRemaining()) {
            line.write(out);
        }
        return untilEnd();
    }

    private String untilEnd() throws IOException {
        StringBuilder said = new StringBuilder();
        ByteBuffer in = ByteBuffer.allocate(4096);
        Thread reader = Thread.currentThread();
        Thread guard = Thread.ofVirtual().start(() -> interruptLater(reader));
        try {
            while (said.indexOf(END) < 0) {
                in.clear();
                if (line.read(in) < 0) {
                    throw new IOException("the machine ended: " + console());
                }
                said.append(StandardCharsets.US_ASCII.decode(in.flip()));
            }
        } finally {
            guard.interrupt();
        }
        return said.substring(0, said.indexOf(END)).replace("\r", "");
    }

    private static void interruptLater(Thread reader) {
        try {
            Thread.sleep(PATIENCE);
            reader.interrupt();
        } catch (InterruptedException answered) {
            // It said what it was asked.
        }
    }

    private String console() {
        try {
            return Files.readString(folder.resolve("console"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The power goes. */
    @Override
    public void close() {
        machine.destroyForcibly();
        try {
            line.close();
            assertTrue(machine.waitFor(1, TimeUnit.MINUTES));
            // It writes down what it has when the machine lets go of it.
            if (!tpm.waitFor(10, TimeUnit.SECONDS)) {
                tpm.destroy();
                assertTrue(tpm.waitFor(1, TimeUnit.MINUTES));
            }
        } catch (IOException | InterruptedException e) {
            tpm.destroyForcibly();
            throw new AssertionError(e);
        }
    }
}
