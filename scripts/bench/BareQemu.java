import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The QEMU command that oxt ran, run without oxt. */
final class BareQemu implements AutoCloseable {
    private final List<String> words;
    private final Path bare;

    /**
     * Takes the command from a process that oxt started.
     *
     * @param run the VM's run folder, whose place another takes here
     */
    BareQemu(long pid, Path run) throws IOException {
        String command = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        this.bare = Files.createTempDirectory(Path.of("/tmp"), "oxtq");
        List<String> taken = new ArrayList<>();
        for (String word : command.split("\0")) {
            taken.add(word.replace(run.toString(), bare.toString()));
        }
        words = List.copyOf(taken);
        Files.createDirectories(bare.resolve("s"));
    }

    /** From exec to processors running; the process is killed after that. */
    void time(Times times) throws Exception {
        Files.deleteIfExists(bare.resolve("s/qmp.sock"));
        Process[] process = new Process[1];
        times.time(
                () -> {
                    process[0] =
                            new ProcessBuilder(words)
                                    .redirectErrorStream(true)
                                    .redirectOutput(bare.resolve("out").toFile())
                                    .start();
                    resume(process[0]);
                });
        process[0].destroyForcibly().waitFor();
    }

    private void resume(Process process) throws Exception {
        Path socket = bare.resolve("s/qmp.sock");
        try (SocketChannel channel = connect(socket, process)) {
            read(channel, "QMP"); // the greeting
            write(channel, "{\"execute\":\"qmp_capabilities\"}\n");
            read(channel, "return");
            write(channel, "{\"execute\":\"cont\"}\n");
            read(channel, "return");
        }
    }

    private SocketChannel connect(Path socket, Process process) throws Exception {
        while (process.isAlive()) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return channel;
            } catch (IOException notYet) {
                channel.close();
                Thread.sleep(0, 500_000);
            }
        }
        throw new IOException("QEMU ended: " + Files.readString(bare.resolve("out")));
    }

    private static void write(SocketChannel channel, String line) throws IOException {
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** Until a line came that has the key; events come in between. */
    private static void read(SocketChannel channel, String key) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (true) {
            if (channel.read(buffer) < 0) {
                throw new IOException("QMP closed");
            }
            String said = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
            if (said.endsWith("\n") && said.contains("\"" + key + "\"")) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        OwnDaemon.remove(bare);
    }
}
