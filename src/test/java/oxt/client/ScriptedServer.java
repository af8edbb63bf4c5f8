package oxt.client;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each connection with the same bytes, whatever was asked, and remembers what was. */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final List<String> parts;
    private final End end;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** What the server does when it has said everything. */
    public enum End {
        CLOSES,
        STAYS
    }

    private ScriptedServer(ServerSocketChannel listener, End end, List<String> parts) {
        this.listener = listener;
        this.end = end;
        this.parts = parts;
    }

    /** Each part is one write; characters are bytes. */
    public static ScriptedServer at(Path socket, End end, String... parts) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        ScriptedServer server = new ScriptedServer(listener, end, List.of(parts));
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    public List<String> asked() {
        return asked;
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void answer(SocketChannel connection) {
        try {
            ByteBuffer request = ByteBuffer.allocate(64 * 1024);
            connection.read(request);
            asked.add(new String(request.array(), 0, request.position(), StandardCharsets.UTF_8));
            for (String part : parts) {
                connection.write(ByteBuffer.wrap(part.getBytes(StandardCharsets.ISO_8859_1)));
            }
            if (end == End.CLOSES) {
                connection.close();
            }
        } catch (IOException _) {
            // The client had enough.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
