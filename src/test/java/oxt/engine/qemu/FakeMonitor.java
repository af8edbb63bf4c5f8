package oxt.engine.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** QEMU's side of a monitor, as a test writes it. */
final class FakeMonitor implements AutoCloseable {
    static final String GREETING =
            "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7},"
                    + " \"package\": \"Debian\"}, \"capabilities\": [\"oob\"]}}\n";

    /** What the fake does with a connection. */
    @FunctionalInterface
    interface Script {
        void play(FakeMonitor monitor) throws IOException;
    }

    private final Path folder;
    private final ServerSocketChannel server;
    private final CompletableFuture<SocketChannel> client = new CompletableFuture<>();
    private final CompletableFuture<BufferedReader> lines = new CompletableFuture<>();

    FakeMonitor(Script script) throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "oxt");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("q")));
        Thread.ofVirtual().start(() -> serve(script));
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("q")));
    }

    /** Greets, and takes the first command. */
    void greet() throws IOException {
        say(GREETING);
        hear();
        say("{\"return\": {}, \"id\": 1}\n");
    }

    void say(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.join().write(bytes);
        }
    }

    /** The next command. */
    String hear() throws IOException {
        String line = lines.join().readLine();
        return line == null ? "" : line;
    }

    void hangUp() throws IOException {
        client.join().close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (client.isDone()) {
            client.join().close();
        }
        Files.deleteIfExists(folder.resolve("q"));
        Files.deleteIfExists(folder);
    }

    private void serve(Script script) {
        try {
            SocketChannel channel = server.accept();
            client.complete(channel);
            lines.complete(
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(channel), StandardCharsets.UTF_8)));
            script.play(this);
        } catch (IOException closedByTheTest) {
            client.completeExceptionally(closedByTheTest);
        }
    }
}
