package oxt.daemon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import oxt.api.ErrorTable;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.ProblemDocument;
import oxt.model.Problem;

/** What goes back to the client. */
sealed interface Answer {

    record Whole(int status, String mediaType, Bytes body) implements Answer {}

    /** A picture, and how old it is. */
    record Picture(Pictures.Picture picture) implements Answer {}

    /** Goes on until one of the two has enough. */
    record Stream(String mediaType, Writing writing) implements Answer {}

    /** Both sides say what they like, until one has enough. */
    record Talk(ScreenSocket socket) implements Answer {}

    /** A body that is never changed. */
    final class Bytes {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] unshared() {
            return bytes;
        }
    }

    @FunctionalInterface
    interface Writing {
        void write(OutputStream out, Hangup hangup) throws IOException, InterruptedException;
    }

    static Answer ok(Node document) {
        return json(200, document);
    }

    /** It is under way, and the document says how far. */
    static Answer accepted(Node document) {
        return json(202, document);
    }

    static Answer nothing() {
        return new Whole(204, "", new Bytes(new byte[0]));
    }

    static Answer raw(String mediaType, byte[] body) {
        return new Whole(200, mediaType, new Bytes(body));
    }

    /** The first problem decides the status. */
    static Answer problems(List<? extends Problem> problems) {
        return json(
                ErrorTable.httpStatus(problems.getFirst()),
                ProblemDocument.LIST.write(List.copyOf(problems)));
    }

    private static Answer json(int status, Node document) {
        byte[] text = (Json.write(document) + "\n").getBytes(StandardCharsets.UTF_8);
        return new Whole(status, "application/json", new Bytes(text));
    }
}
