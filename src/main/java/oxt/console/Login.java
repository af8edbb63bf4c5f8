package oxt.console;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import oxt.api.Node;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** How one gets a session, and gives it back. */
final class Login {
    /** The header with the session's second secret. */
    static final String KEY = "Oxt-Key";

    /** Each is 0.2 s of a processor; strangers get no more than this many of them. */
    private static final int CHECKS = 2;

    private final String cookieName;
    private final String cookieEnd;
    private final People people;
    private final Links links;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Patience patience = new Patience();
    private final Semaphore checks = new Semaphore(CHECKS);

    Login(Settings settings, People people, Links links, Sessions sessions, InstantSource clock) {
        // A browser takes a cookie with this prefix from nobody else of the same host (RFC
        // 6265bis).
        this.cookieName = settings.hasTls() ? "__Host-oxt" : "oxt-" + settings.port();
        this.cookieEnd =
                "; Path=/; HttpOnly; SameSite=Strict" + (settings.hasTls() ? "; Secure" : "");
        this.people = people;
        this.links = links;
        this.sessions = sessions;
        this.clock = clock;
    }

    Sessions.Session require(Asked asked) {
        return sessions.find(cookie(asked), asked.header(KEY), clock.instant())
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem.Denied(
                                                "not-logged-in",
                                                "Nobody is logged in, or not any more.",
                                                "Log in, or open a new link: oxt console link")));
    }

    boolean isStillIn(Asked asked) {
        return sessions.isOpen(cookie(asked), clock.instant());
    }

    Answer byLink(Asked asked) throws IOException {
        String secret = Asked.text(asked.document(), "link");
        Links.Link link =
                links.use(secret, clock.instant())
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                new Problem.Denied(
                                                        "link-not-valid",
                                                        "This login link was used already, or is"
                                                                + " too old.",
                                                        "Make another: oxt console link")));
        return begin(asked, link.person(), link.role());
    }

    Answer byPassword(Asked asked) throws IOException, InterruptedException {
        Node.Mapping document = asked.document();
        String name = Asked.text(document, "name");
        String text = Asked.text(document, "password");
        if (!People.NAME.matcher(name).matches() || text.length() > Password.LONGEST) {
            throw wrong();
        }
        Instant now = clock.instant();
        Optional<Duration> wait = patience.wait(name, now);
        if (wait.isPresent()) {
            throw new ProblemException(
                    new Problem.Denied(
                            "login-too-soon",
                            "After wrong passwords this name must wait "
                                    + (wait.get().toSeconds() + 1)
                                    + " s yet.",
                            "Wait, then try again; or use a link: oxt console link"));
        }
        patience.tried(name, now);
        Optional<People.Person> person = people.find(name);
        checks.acquire();
        try {
            Password known = person.map(People.Person::password).orElse(Password.NOBODYS);
            if (!known.is(text) || person.isEmpty()) {
                throw wrong();
            }
        } finally {
            checks.release();
        }
        patience.right(name);
        return begin(asked, name, person.get().role());
    }

    Answer out(Asked asked) {
        Sessions.Session _ = require(asked);
        sessions.end(cookie(asked));
        return Answer.nothing().with("Set-Cookie", cookieName + "=; Max-Age=0" + cookieEnd);
    }

    Answer show(Sessions.Session session) {
        return Answer.ok(document(session));
    }

    private Answer begin(Asked asked, String person, oxt.api.CallerRole role) {
        sessions.end(cookie(asked));
        Sessions.Begun begun = sessions.begin(person, role, clock.instant());
        Node.Mapping document =
                document(begun.session()).with("key", Node.text(begun.key().text()));
        return Answer.ok(document)
                .with("Set-Cookie", cookieName + "=" + begun.cookie().text() + cookieEnd);
    }

    private static Node.Mapping document(Sessions.Session session) {
        return Node.mapping(
                Node.entry("person", session.person()),
                Node.entry("role", session.role().word()),
                Node.entry("ends", session.ends().toString()));
    }

    /** The session's, in the browser; empty without. */
    String cookie(Asked asked) {
        return asked.cookie(cookieName);
    }

    private static ProblemException wrong() {
        return new ProblemException(
                new Problem.Denied(
                        "password-wrong",
                        "Name and password do not belong together.",
                        "Try again in a moment, or use a link: oxt console link"));
    }
}
