package oxt.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.ProblemDocument;
import oxt.api.Shape;
import oxt.client.HttpClient;
import oxt.client.Reply;
import oxt.client.ReplyStream;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;

/** The daemon as this program sees it: it answers, or it says every reason why not. */
final class Daemon {
    private static final int LONGEST_REFUSAL = 1 << 20;

    private final HttpClient http;

    Daemon(HttpClient http) {
        this.http = http;
    }

    Reply ask(Request request) {
        Reply reply = http.send(request);
        if (!reply.isSuccess()) {
            throw new ProblemException(problems(reply.status(), reply.text()));
        }
        return reply;
    }

    /** What the reply says. */
    <T> T ask(Request request, Shape<T> shape) {
        return read(ask(request), shape);
    }

    static <T> T read(Reply reply, Shape<T> shape) {
        Reading<T> read = Json.read(reply.text(), Bounds.REPLY).then(shape::read);
        // No switch on patterns where every reply is read: docs/adr/0005.
        if (read instanceof Reading.Bad<T> bad) {
            throw new ProblemException(unlike(bad.problems()));
        }
        return read.orThrow();
    }

    /** A reply that goes on; its reader closes it. */
    ReplyStream open(Request request) {
        ReplyStream stream = http.open(request);
        if (stream.status() < 300) {
            return stream;
        }
        try (stream) {
            String text = new String(stream.readAll(LONGEST_REFUSAL), StandardCharsets.UTF_8);
            throw new ProblemException(problems(stream.status(), text));
        } catch (IOException e) {
            throw new ProblemException(withoutWords(stream.status()), e);
        }
    }

    private static List<Problem> problems(int status, String text) {
        Reading<Node> json = Json.read(text, Bounds.REPLY);
        return switch (json.then(ProblemDocument.LIST::read)) {
            case Reading.Good<List<Problem>>(var problems) when !problems.isEmpty() -> problems;
            case Reading.Good<List<Problem>> _, Reading.Bad<List<Problem>> _ ->
                    List.of(withoutWords(status));
        };
    }

    private static Problem withoutWords(int status) {
        return new Problem.Failed(
                "refused-without-reason",
                "The daemon answered with HTTP status " + status + " and said no reason.",
                "See its log, journalctl -u oxtd, and report this.");
    }

    private static Problem unlike(List<Problem> problems) {
        return new Problem.Failed(
                "reply-not-understood",
                "The daemon's reply is not what this oxt knows: " + problems.getFirst().what(),
                "Use oxt and oxtd of the same version; restart the daemon after an upgrade.");
    }
}
