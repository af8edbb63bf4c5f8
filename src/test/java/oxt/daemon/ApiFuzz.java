package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.ProblemDocument;
import oxt.host.FileTree;
import oxt.model.Problem;

/** All that a client may ask, of a daemon with simulated VMs, through its socket and its routes. */
public final class ApiFuzz {
    /** After so many requests a new daemon begins, because each VM that was made stays. */
    private static final int REQUESTS_OF_A_DAEMON = 2_000;

    private static final Set<Integer> FINE = Set.of(200, 202, 204);

    private static @Nullable TestDaemon daemon;
    private static Path folder = Path.of("");
    private static int requests;

    private ApiFuzz() {}

    /** A line "METHOD PATH?QUERY", a line that is the last event's id or empty, then the body. */
    public static void request(byte[] bytes) throws IOException {
        TestDaemon serving = serving();
        String reply = ask(serving.client(), http(new String(bytes, StandardCharsets.ISO_8859_1)));
        int status = Integer.parseInt(reply.substring(9, 12));
        if (!FINE.contains(status)) {
            String body = reply.substring(reply.indexOf("\r\n\r\n") + 4);
            List<Problem> problems =
                    ProblemDocument.LIST.read(Json.read(body, Bounds.REPLY).orThrow()).orThrow();
            assertFalse(problems.isEmpty());
            problems.forEach(problem -> assertTrue(isClients(problem), reply));
        }
        assertFalse(serving.log().contains("BUG"), serving.log());
    }

    /** Whether the client can do something about it; the other kinds are finds. */
    private static boolean isClients(Problem problem) {
        return switch (problem) {
            case Problem.Invalid _, Problem.Missing _, Problem.Conflict _, Problem.Denied _ -> true;
            case Problem.Failed _, Problem.Bug _ -> false;
        };
    }

    private static synchronized TestDaemon serving() throws IOException {
        TestDaemon serving = daemon;
        if (serving != null && ++requests < REQUESTS_OF_A_DAEMON) {
            return serving;
        }
        if (serving != null) {
            serving.close();
            FileTree.remove(folder);
        }
        folder = Files.createTempDirectory("oxt");
        serving = TestDaemon.begin(folder, TestDaemon.engine());
        serving.client().done("/v1/vms", Documents.NET);
        serving.client().done("/v1/vms", Documents.WORK);
        daemon = serving;
        requests = 0;
        return serving;
    }

    private static byte[] http(String input) {
        String[] parts = input.split("\n", 3);
        String body = parts.length < 3 ? "" : parts[2];
        String lastEvent = parts.length < 2 || parts[1].isEmpty() ? "" : parts[1];
        String head =
                parts[0]
                        + " HTTP/1.1\r\nHost: oxt\r\nConnection: close\r\nContent-Length: "
                        + body.length()
                        + (lastEvent.isEmpty() ? "" : "\r\nLast-Event-ID: " + lastEvent)
                        + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The reply; of a stream that goes on, what came with its head. */
    private static String ask(TestClient client, byte[] request) throws IOException {
        try (SocketChannel channel = client.open()) {
            try {
                channel.write(ByteBuffer.wrap(request));
            } catch (IOException refusedBeforeItsEnd) {
                // The reason is there to be read.
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (!isStream(all) && channel.read(buffer.clear()) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
            }
            return all.toString(StandardCharsets.UTF_8);
        }
    }

    private static boolean isStream(ByteArrayOutputStream all) {
        String text = all.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        return end > 0 && text.substring(0, end).contains("no-store");
    }
}
