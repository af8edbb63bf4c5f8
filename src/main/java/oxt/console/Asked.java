package oxt.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * A request as it came.
 *
 * @param path as it was sent, with nothing decoded
 * @param query as it was sent; empty without
 */
record Asked(String method, String path, String query, HttpFields headers, Request source) {
    /** The daemon's own bound. */
    private static final int LARGEST_BODY = 1 << 20;

    static Asked of(Request request) {
        return new Asked(
                request.getMethod(),
                Optional.ofNullable(request.getHttpURI().getPath()).orElse(""),
                Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""),
                request.getHeaders(),
                request);
    }

    /** Empty where it is not there, or more than once. */
    String header(String name) {
        List<String> values = headers.getValuesList(name);
        return values.size() == 1 ? values.getFirst() : "";
    }

    String cookie(String name) {
        for (var cookie : Request.getCookies(source)) {
            if (cookie.getName().equals(name)) {
                return cookie.getValue();
            }
        }
        return "";
    }

    boolean isReading() {
        return method.equals("GET") || method.equals("HEAD");
    }

    byte[] body() throws IOException {
        try (InputStream in = Content.Source.asInputStream(source)) {
            byte[] body = in.readNBytes(LARGEST_BODY + 1);
            if (body.length <= LARGEST_BODY) {
                return body;
            }
        }
        throw new ProblemException(
                new Problem.Conflict(
                        "over-limit",
                        "The request's body is too large: the limit request-bytes is "
                                + LARGEST_BODY
                                + ".",
                        "Send less at once."));
    }

    /** Of a small document: what the key says; empty without. */
    static String text(Node.Mapping document, String key) {
        return document.find(key).orElse(null) instanceof Node.Text(var text, _) ? text : "";
    }

    Node.Mapping document() throws IOException {
        String text = new String(body(), java.nio.charset.StandardCharsets.UTF_8);
        if (Json.read(text, Bounds.REQUEST).orThrow() instanceof Node.Mapping mapping) {
            return mapping;
        }
        throw new ProblemException(
                new Problem.Invalid(
                        "not-a-document",
                        "The request's body is no JSON object.",
                        "Send one, as application/json."));
    }
}
