package oxt.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.ProblemDocument;
import oxt.client.HttpClient;
import oxt.client.Reply;
import oxt.client.ReplyStream;
import oxt.client.Request;
import oxt.client.Talk;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Hands what a browser asks on to the daemon, in the person's name and with their role. */
final class Relay {
    /** Nothing that would have to be decoded, and no way up. */
    private static final Pattern PATH = Pattern.compile("/v1(/[A-Za-z0-9_:-][A-Za-z0-9._:-]*)+");

    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9=&._:-]{0,1000}");

    /** The longest that the daemon holds an answer back, with something to spare. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(45);

    /** What ends only when one side has enough. */
    private static final Pattern ENDLESS = Pattern.compile("/v1/vms/[^/]+/console");

    /** Files as large as disks: for the command line, which has somewhere to put them. */
    private static final Pattern FILE =
            Pattern.compile("/v1/vms/[^/]+/(export|display)|/v1/vms/import|/v1/events");

    /** The connection is a talk from now on. */
    private static final int SWITCHED = 101;

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");

    private final HttpClient daemon;

    Relay(HttpClient daemon) {
        this.daemon = daemon;
    }

    /**
     * @param path of the daemon's API
     */
    Answer answer(Asked asked, String path, Sessions.Session session) throws IOException {
        if (!PATH.matcher(path).matches()
                || !QUERY.matcher(asked.query()).matches()
                || FILE.matcher(path).matches()
                || !METHODS.contains(asked.method())) {
            throw new ProblemException(
                    new Problem.Missing(
                            "not-for-browsers",
                            "The console hands nothing like this on to the daemon.",
                            "Use the command line, oxt --help, or the API's socket."));
        }
        String target = asked.query().isEmpty() ? path : path + "?" + asked.query();
        Request request =
                Request.of(Request.Method.valueOf(asked.method()), target)
                        .longer(LONGEST_WAIT)
                        .behalfOf(new Request.Asker(session.role(), session.person()));
        boolean isRead = asked.method().equals("GET");
        if (isRead && ENDLESS.matcher(path).matches()) {
            return stream(request);
        }
        Optional<Request.Body> body = isRead ? Optional.empty() : body(asked);
        Reply reply = daemon.send(body.map(request::with).orElse(request));
        return Answer.of(reply.status(), reply.type(), reply.bytes());
    }

    /** The screen of a VM, as far as this person may. */
    Talk screen(String vm, Sessions.Session session) throws IOException {
        String path = "/v1/vms/" + vm + "/display";
        if (!PATH.matcher(path).matches()) {
            throw new ProblemException(
                    new Problem.Missing(
                            "no-such-vm",
                            "There is no VM of that name; it is not even a name.",
                            "See which there are: oxt vm list"));
        }
        ReplyStream reply =
                daemon.open(
                        Request.get(path)
                                .with(new Request.Body.Talk())
                                .behalfOf(new Request.Asker(session.role(), session.person())));
        if (reply.status() == SWITCHED) {
            return new Talk(reply);
        }
        try (reply) {
            String text = new String(reply.readAll(1 << 20), StandardCharsets.UTF_8);
            throw new ProblemException(
                    Json.read(text, Bounds.REPLY).then(ProblemDocument.LIST::read).orThrow());
        }
    }

    private static Optional<Request.Body> body(Asked asked) throws IOException {
        byte[] bytes = asked.body();
        if (bytes.length == 0) {
            return Optional.empty();
        }
        String type = asked.header("Content-Type");
        return switch (type) {
            case "application/json" ->
                    Optional.of(new Request.Body.Json(new String(bytes, StandardCharsets.UTF_8)));
            case "application/octet-stream" ->
                    Optional.of(
                            new Request.Body.Typed(new String(bytes, StandardCharsets.ISO_8859_1)));
            default ->
                    throw new ProblemException(
                            new Problem.Invalid(
                                    "media-type-unknown",
                                    "The body is of a type that the console does not hand on.",
                                    "Send application/json or application/octet-stream."));
        };
    }

    /** A refusal is whole all the same. */
    private Answer stream(Request request) throws IOException {
        ReplyStream reply = daemon.open(request);
        if (reply.status() >= 300) {
            try (reply) {
                return Answer.of(reply.status(), reply.type(), reply.readAll(1 << 20));
            }
        }
        return new Answer.Stream(
                reply.type(),
                out -> {
                    try (reply) {
                        byte[] part = new byte[8192];
                        out.flush();
                        for (int count = reply.read(part); count >= 0; count = reply.read(part)) {
                            out.write(part, 0, count);
                            out.flush();
                        }
                    }
                });
    }
}
