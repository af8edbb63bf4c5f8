package oxt.console;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import oxt.api.Node;
import oxt.client.Talk;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Screens that somebody looks at.
 *
 * <p>A WebSocket of a browser carries no header of ours, so a page first asks for a ticket, with
 * its session's two secrets, and is refused in words where there is nothing to see; the ticket then
 * makes one WebSocket, soon.
 */
final class Screens {
    static final String PATH = "/screens/";

    private static final int MOST = 64;

    private static final Duration TICKET = Duration.ofSeconds(30);

    private final Relay relay;
    private final Login login;
    private final Semaphore open = new Semaphore(MOST);
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final WebSocketMappings mappings = new WebSocketMappings();

    /** A talk that has begun with the daemon, for the browser that asked for it. */
    private record Waiting(Talk talk, String cookie) {}

    Screens(Relay relay, Login login) {
        this.relay = relay;
        this.login = login;
    }

    Answer ticket(Asked asked, Sessions.Session session) throws IOException {
        String name = Asked.text(asked.document(), "vm");
        if (!open.tryAcquire()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "over-limit",
                            "Too many screens are looked at: the limit screens is " + MOST + ".",
                            "Close some."));
        }
        try {
            Talk talk = relay.screen(name, session);
            Secret ticket = Secret.make();
            synchronized (waiting) {
                waiting.put(ticket.hash(), new Waiting(talk, login.cookie(asked)));
            }
            Thread.ofVirtual().start(() -> expire(ticket.hash()));
            return Answer.ok(Node.mapping(Node.entry("ticket", ticket.text())));
        } catch (IOException | ProblemException notShown) {
            open.release();
            throw notShown;
        }
    }

    /** Whether the request was answered, and the callback with it. */
    boolean upgrade(Asked asked, Request request, Response response, Callback callback) {
        Optional<Waiting> found = take(Secret.hash(asked.path().substring(PATH.length())));
        if (found.isEmpty()) {
            return false;
        }
        Talk talk = found.get().talk();
        boolean isTheirs =
                found.get().cookie().equals(login.cookie(asked))
                        && !asked.header("Origin").isEmpty();
        FrameHandler frames = new ScreenRelay(talk, () -> login.isStillIn(asked), open::release);
        boolean isUpgraded =
                isTheirs
                        && mappings.upgrade(
                                (ServerUpgradeRequest asks,
                                        ServerUpgradeResponse answer,
                                        Callback _) -> {
                                    // Pictures are compressed already.
                                    answer.setExtensions(List.of());
                                    if (asks.getSubProtocols().contains("binary")) {
                                        answer.setAcceptedSubProtocol("binary");
                                    }
                                    return frames;
                                },
                                request,
                                response,
                                callback,
                                null);
        if (!isUpgraded) {
            drop(talk);
        }
        return isUpgraded;
    }

    private Optional<Waiting> take(String hash) {
        synchronized (waiting) {
            return Optional.ofNullable(waiting.remove(hash));
        }
    }

    private void expire(String hash) {
        try {
            Thread.sleep(TICKET);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        take(hash).ifPresent(unused -> drop(unused.talk()));
    }

    private void drop(Talk talk) {
        try (talk) {
            open.release();
        } catch (IOException _) {
            // It is closed.
        }
    }
}
