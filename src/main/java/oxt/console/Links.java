package oxt.console;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import oxt.api.CallerRole;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** One-time logins, for whoever may use the console's own socket. */
final class Links {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int MOST = 100;

    private final Map<String, Link> links = new HashMap<>();

    /** Who one becomes by it. */
    record Link(String person, CallerRole role, Instant ends) {}

    synchronized Secret make(String person, CallerRole role, Instant now) {
        links.values().removeIf(link -> !now.isBefore(link.ends()));
        if (links.size() >= MOST) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "too-many-links",
                            "There are " + MOST + " login links that nobody has used.",
                            "Use one, or wait " + LIFE.toMinutes() + " minutes."));
        }
        Secret secret = Secret.make();
        links.put(secret.hash(), new Link(person, role, now.plus(LIFE)));
        return secret;
    }

    /** At most once for each. */
    synchronized Optional<Link> use(String secret, Instant now) {
        return Optional.ofNullable(links.remove(Secret.hash(secret)))
                .filter(link -> now.isBefore(link.ends()));
    }
}
