package oxt.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import oxt.api.CallerRole;

/**
 * Who is logged in.
 *
 * <p>A session has two secrets: the browser's cookie, which no script can read, and a key, which a
 * page of ours keeps and sends as a header. Browsers send a cookie to every port of a machine, so a
 * cookie alone, which a server on another port can have been shown, opens nothing.
 */
final class Sessions {
    /** Nothing was asked for so long; a page that watches events asks now and then. */
    static final Duration IDLE = Duration.ofMinutes(30);

    static final Duration LONGEST = Duration.ofHours(12);

    private static final int MOST = 1_000;

    private final Map<String, Session> sessions = new HashMap<>();

    record Session(String person, CallerRole role, String keyHash, Instant begun, Instant used) {
        boolean isOver(Instant now) {
            return !now.isBefore(ends()) || !now.isBefore(used.plus(IDLE));
        }

        Instant ends() {
            return begun.plus(LONGEST);
        }
    }

    /** What the browser is given, once. */
    record Begun(Secret cookie, Secret key, Session session) {}

    synchronized Begun begin(String person, CallerRole role, Instant now) {
        sessions.values().removeIf(session -> session.isOver(now));
        if (sessions.size() >= MOST) {
            sessions.entrySet().stream()
                    .min(Comparator.comparing(each -> each.getValue().used()))
                    .map(Map.Entry::getKey)
                    .ifPresent(sessions::remove);
        }
        Secret cookie = Secret.make();
        Secret key = Secret.make();
        Session session = new Session(person, role, key.hash(), now, now);
        sessions.put(cookie.hash(), session);
        return new Begun(cookie, key, session);
    }

    /** The session of a request, which counts as its use. */
    synchronized Optional<Session> find(String cookie, String key, Instant now) {
        String hash = Secret.hash(cookie);
        Session session = sessions.get(hash);
        if (session == null || !session.keyHash().equals(Secret.hash(key))) {
            return Optional.empty();
        }
        if (session.isOver(now)) {
            sessions.remove(hash);
            return Optional.empty();
        }
        Session used =
                new Session(
                        session.person(), session.role(), session.keyHash(), session.begun(), now);
        sessions.put(hash, used);
        return Optional.of(used);
    }

    /** Whether a stream that was opened in a session may go on; watching is no use of it. */
    synchronized boolean isOpen(String cookie, Instant now) {
        Session session = sessions.get(Secret.hash(cookie));
        return session != null && !session.isOver(now);
    }

    synchronized void end(String cookie) {
        sessions.remove(Secret.hash(cookie));
    }

    /** Whoever is taken off the list, or may do something else now. */
    synchronized void endAllOf(String person) {
        sessions.values().removeIf(session -> session.person().equals(person));
    }
}
