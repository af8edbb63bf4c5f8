package oxt.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import oxt.model.ProblemException;

/** What listens at the daemon's socket, which need not be the daemon. */
public final class ReplyFuzz {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<String> REFUSALS =
            Set.of("reply-garbled", "reply-cut-off", "reply-too-large");

    private ReplyFuzz() {}

    /** A reply's bytes, then the end. */
    public static void reply(byte[] bytes) throws IOException {
        Path folder = Files.createTempDirectory("oxt");
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Connection connection = Connection.open(socket, Deadline.in(PATIENCE));
            Thread.ofVirtual().start(() -> say(server, bytes));
            try (ReplyStream stream = new ReplyStream(connection)) {
                assertTrue(stream.readAll(1 << 20).length <= bytes.length);
            } catch (ProblemException refused) {
                String code = refused.problems().getFirst().code();
                assertTrue(REFUSALS.contains(code), code);
            } finally {
                connection.close();
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    private static void say(ServerSocketChannel server, byte[] bytes) {
        try (SocketChannel channel = server.accept()) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException gone) {
            // The reader has had enough.
        }
    }
}
