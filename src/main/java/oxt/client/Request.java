package oxt.client;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import oxt.api.CallerRole;

/**
 * What is asked of the daemon.
 *
 * @param target path and query, as {@code /v1/vms/work?generation=3}
 * @param patience how long the whole reply may take to come
 */
public record Request(
        Method method,
        String target,
        Optional<Body> body,
        Duration patience,
        Optional<Asker> asker) {
    /** The daemon answers in milliseconds; only one in trouble takes longer. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    /** The verbs of the API. */
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** A person behind a face that serves several, and what they may do. */
    public record Asker(CallerRole role, String person) {}

    /** What goes with it. */
    public sealed interface Body {
        record Json(String text) implements Body {}

        /** A file, sent as it is read. */
        record Streamed(Upload upload) implements Body {}

        /** What was typed; each character is one byte. */
        record Typed(String keys) implements Body {}

        /** Nothing: a {@link oxt.client.Talk} follows. */
        record Talk() implements Body {}
    }

    public static Request of(Method method, String target) {
        return new Request(method, target, Optional.empty(), PATIENCE, Optional.empty());
    }

    public static Request get(String target) {
        return of(Method.GET, target);
    }

    public Request with(Body sent) {
        return new Request(method, target, Optional.of(sent), patience, asker);
    }

    /** The same, for a reply that the daemon holds back so long on purpose. */
    public Request longer(Duration wait) {
        return new Request(method, target, body, patience.plus(wait), asker);
    }

    public Request behalfOf(Asker person) {
        return new Request(method, target, body, patience, Optional.of(person));
    }

    byte[] bytes() {
        StringBuilder head = new StringBuilder(128);
        head.append(method.name()).append(' ').append(target).append(" HTTP/1.1\r\n");
        boolean talks = body.isPresent() && body.get() instanceof Body.Talk;
        head.append("Host: oxt\r\n");
        head.append(talks ? oxt.client.Talk.HEADERS : "Connection: close\r\n");
        if (asker.isPresent()) {
            Asker person = asker.get();
            head.append(CallerRole.HEADER).append(": ").append(person.role().word());
            head.append("\r\n").append(CallerRole.PERSON_HEADER).append(": ");
            head.append(person.person()).append("\r\n");
        }
        if (body.isEmpty()) {
            // Without a length, a server may wait for the body of a POST.
            head.append(method == Method.GET ? "\r\n" : "Content-Length: 0\r\n\r\n");
            return head.toString().getBytes(StandardCharsets.US_ASCII);
        }
        return switch (body.get()) {
            case Body.Json(var text) ->
                    joined(head, "application/json", text, StandardCharsets.UTF_8);
            case Body.Streamed(var upload) -> {
                head.append("Content-Type: application/octet-stream\r\n");
                head.append(
                        upload.length().isPresent()
                                ? "Content-Length: " + upload.length().getAsLong()
                                : "Transfer-Encoding: chunked");
                // The daemon may refuse before terabytes are sent in vain.
                head.append("\r\nExpect: 100-continue\r\n\r\n");
                yield head.toString().getBytes(StandardCharsets.US_ASCII);
            }
            case Body.Talk() -> head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
            case Body.Typed(var keys) ->
                    joined(head, "application/octet-stream", keys, StandardCharsets.ISO_8859_1);
        };
    }

    private static byte[] joined(StringBuilder head, String type, String text, Charset charset) {
        byte[] content = text.getBytes(charset);
        head.append("Content-Type: ").append(type);
        head.append("\r\nContent-Length: ").append(content.length).append("\r\n\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[first.length + content.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(content, 0, whole, first.length, content.length);
        return whole;
    }
}
