package oxt.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A Unix socket in a folder that only this user can search; gone when the program ends. */
final class Door implements AutoCloseable {
    private final Path folder;
    private final ServerSocketChannel listening;
    private final Thread hook = Thread.ofPlatform().unstarted(this::remove);

    private Door(Path folder, ServerSocketChannel listening) {
        this.folder = folder;
        this.listening = listening;
    }

    /**
     * @param visitor has each connection for its own, in a thread for its own
     */
    static Door open(Consumer<SocketChannel> visitor) throws IOException {
        // Made for its owner alone.
        Path folder = Files.createTempDirectory("oxt-view-");
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Door door = new Door(folder, listening);
        Runtime.getRuntime().addShutdownHook(door.hook);
        listening.bind(UnixDomainSocketAddress.of(door.socket()));
        Thread.ofVirtual().start(() -> door.serve(visitor));
        return door;
    }

    Path socket() {
        return folder.resolve("screen.sock");
    }

    private void serve(Consumer<SocketChannel> visitor) {
        try {
            while (true) {
                SocketChannel connection = listening.accept();
                Thread.ofVirtual().start(() -> visitor.accept(connection));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void remove() {
        try (listening) {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // An empty folder more in /tmp harms nobody.
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // A signal ends the program; the hook has done or does the same.
        }
    }
}
