package oxt.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import oxt.api.CallerRole;
import oxt.api.Node;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * What the console's owner asks at its own socket: login links, and who may log in.
 *
 * <p>Who may open the socket is up to its file's mode; it is for those who may use the daemon's.
 */
final class Counter extends Handler.Abstract {
    private final String address;
    private final People people;
    private final Links links;
    private final Sessions sessions;
    private final InstantSource clock;

    Counter(String address, People people, Links links, Sessions sessions, InstantSource clock) {
        this.address = address;
        this.people = people;
        this.links = links;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            Answer.Whole answer = answer(Asked.of(request));
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            Content.Sink.write(response, true, ByteBuffer.wrap(answer.body().unshared()));
            callback.succeeded();
        } catch (IOException gone) {
            callback.failed(gone);
        }
        return true;
    }

    private Answer.Whole answer(Asked asked) throws IOException {
        try {
            return switch (asked.method() + " " + asked.path()) {
                case "POST /v1/links" -> link(asked);
                case "GET /v1/people" -> list();
                case "POST /v1/people" -> put(asked);
                case "POST /v1/people/remove" -> remove(asked);
                default ->
                        throw new ProblemException(
                                new Problem.Missing(
                                        "no-such-path",
                                        "The console has nothing at this path of its socket.",
                                        "Use oxt console --help."));
            };
        } catch (ProblemException problem) {
            return Answer.problems(problem.problems());
        }
    }

    private Answer.Whole link(Asked asked) throws IOException {
        Node.Mapping document = asked.document();
        Secret secret = links.make(name(document), role(document), clock.instant());
        return Answer.ok(
                Node.mapping(
                        Node.entry("link", address + "/#login=" + secret.text()),
                        Node.entry("minutes", Node.number(Links.LIFE.toMinutes()))));
    }

    private Answer.Whole list() {
        List<Node.Mapping> all =
                people.all().stream()
                        .map(
                                each ->
                                        Node.mapping(
                                                Node.entry("name", each.name()),
                                                Node.entry("role", each.role().word())))
                        .toList();
        return Answer.ok(Node.mapping(Node.entry("people", Node.sequence(all))));
    }

    private Answer.Whole put(Asked asked) throws IOException {
        Node.Mapping document = asked.document();
        String password = Asked.text(document, "password");
        if (password.length() < Password.SHORTEST || password.length() > Password.LONGEST) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "password-length",
                            "A password has "
                                    + Password.SHORTEST
                                    + " to "
                                    + Password.LONGEST
                                    + " characters.",
                            "Choose another."));
        }
        String name = name(document);
        people.put(new People.Person(name, role(document), Password.of(password)));
        sessions.endAllOf(name);
        return Answer.ok(Node.mapping(Node.entry("name", name)));
    }

    private Answer.Whole remove(Asked asked) throws IOException {
        String name = name(asked.document());
        people.remove(name);
        sessions.endAllOf(name);
        return Answer.ok(Node.mapping(Node.entry("name", name)));
    }

    private static String name(Node.Mapping document) {
        String name = Asked.text(document, "name");
        if (!People.NAME.matcher(name).matches()) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "person-name-not-valid",
                            "This is no name of a person.",
                            "Write lower-case letters, digits, dots and dashes, a letter first, at"
                                    + " most 32."));
        }
        return name;
    }

    private static CallerRole role(Node.Mapping document) {
        return CallerRole.ofPerson(Asked.text(document, "role"))
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem.Invalid(
                                                "person-role-unknown",
                                                "There is no such role.",
                                                "Write view, operate or administer.")));
    }
}
