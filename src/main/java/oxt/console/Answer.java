package oxt.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import oxt.api.ErrorTable;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.ProblemDocument;
import oxt.model.Problem;

/** What goes back to the browser. */
sealed interface Answer {

    /**
     * All at once.
     *
     * @param body never changed afterwards
     */
    record Whole(int status, String mediaType, Map<String, String> headers, Body body)
            implements Answer {
        Whole with(String header, String value) {
            return new Whole(status, mediaType, Map.of(header, value), body);
        }
    }

    /** As it comes. */
    record Stream(String mediaType, Writing writing) implements Answer {}

    /** Bytes that nobody changes. */
    final class Body {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] unshared() {
            return bytes;
        }
    }

    @FunctionalInterface
    interface Writing {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static Whole of(int status, String mediaType, byte[] body) {
        return new Whole(status, mediaType, Map.of(), new Body(body));
    }

    static Whole ok(Node document) {
        return json(200, document);
    }

    static Whole nothing() {
        return of(204, "", new byte[0]);
    }

    static Whole problem(Problem problem) {
        return problems(List.of(problem));
    }

    /** The first decides the status. */
    static Whole problems(List<? extends Problem> problems) {
        return problems(ErrorTable.httpStatus(problems.getFirst()), problems);
    }

    static Whole problems(int status, List<? extends Problem> problems) {
        return json(status, ProblemDocument.LIST.write(List.copyOf(problems)));
    }

    private static Whole json(int status, Node document) {
        byte[] text = (Json.write(document) + "\n").getBytes(StandardCharsets.UTF_8);
        return of(status, "application/json", text);
    }
}
