package oxt.host.image;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import oxt.host.Deadline;

/** A guest in a bare QEMU, as an image meets it, without any of the engine. */
final class RawGuest implements AutoCloseable {
    /** On a busy machine without KVM a UEFI guest takes a minute. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final List<String> MACHINE =
            List.of(
                    "qemu-system-x86_64",
                    "-machine",
                    "q35,accel=tcg",
                    "-m",
                    "256",
                    "-nodefaults",
                    "-no-user-config",
                    "-display",
                    "none",
                    "-no-reboot");

    private final Path folder;
    private final Process qemu;

    /** {@code folder} has a short path: sockets are made in it. */
    RawGuest(Path folder, List<String> arguments) throws IOException {
        this.folder = folder;
        var command = new ArrayList<>(MACHINE);
        command.addAll(
                List.of(
                        "-serial",
                        "file:" + folder.resolve("console"),
                        "-qmp",
                        "unix:" + folder.resolve("qmp") + ",server=on,wait=off"));
        command.addAll(arguments);
        qemu =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("qemu").toFile())
                        .start();
    }

    static List<String> direct(GuestImage image, String words) {
        return List.of(
                "-kernel",
                image.kernel().orElseThrow().toString(),
                "-initrd",
                image.initramfs().orElseThrow().toString(),
                "-append",
                image.manifest().commandLine() + " " + words);
    }

    /** Throws with the whole console where the words do not come. */
    void awaitConsole(String words) throws InterruptedException {
        boolean said =
                Deadline.after(PATIENCE).await(() -> console().contains(words) || !qemu.isAlive());
        if (!said || !console().contains(words)) {
            throw new AssertionError("no \"" + words + "\" in: " + console() + text("qemu"));
        }
    }

    String console() {
        return text("console");
    }

    void pressPowerButton() throws IOException, InterruptedException {
        try (SocketChannel qmp = connect("qmp")) {
            for (String order : List.of("qmp_capabilities", "system_powerdown")) {
                String line = "{\"execute\": \"" + order + "\"}\n";
                qmp.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
            }
            // QEMU must have read them before the talk ends: it answers each, after its greeting.
            Deadline.after(PATIENCE).await(() -> answers(qmp) >= 3);
        }
    }

    private final StringBuilder heard = new StringBuilder();

    private long answers(SocketChannel qmp) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(4096);
            qmp.configureBlocking(false);
            qmp.read(bytes);
            heard.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
            return heard.chars().filter(c -> c == '\n').count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    boolean awaitEnd() throws InterruptedException {
        return qemu.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    SocketChannel connect(String socket) throws IOException, InterruptedException {
        Path path = folder.resolve(socket);
        Deadline.after(PATIENCE).await(() -> Files.exists(path) || !qemu.isAlive());
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return channel;
    }

    private String text(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        qemu.destroyForcibly().onExit().join();
    }
}
