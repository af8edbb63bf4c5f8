package oxt.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Where every request of a browser comes in: is it for us, from a page of ours, by whom, for what.
 *
 * <p>The pages' files are for everybody, as there is nothing secret in them. Everything else needs
 * a session, but for the making of one.
 */
final class Door extends Handler.Abstract {
    /** Nothing but our own files, nothing written into a page, and nobody's frame around it. */
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:"
                            + " data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store");

    /** Pages that watch at once, of all people together. */
    private static final int WATCHERS = 512;

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Origins origins;
    private final Login login;
    private final Pages pages;
    private final Relay relay;
    private final EventFeed feed;
    private final Screens screens;
    private final Semaphore watchers = new Semaphore(WATCHERS);

    Door(Origins origins, Login login, Pages pages, Relay relay, EventFeed feed, Screens screens) {
        this.origins = origins;
        this.login = login;
        this.pages = pages;
        this.relay = relay;
        this.feed = feed;
        this.screens = screens;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Asked asked = Asked.of(request);
        boolean isScreen = asked.path().startsWith(Screens.PATH);
        if (isScreen && isOurs(asked) && screens.upgrade(asked, request, response, callback)) {
            return true;
        }
        try {
            write(answer(asked), request, response);
            callback.succeeded();
        } catch (IOException gone) {
            callback.failed(gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            callback.failed(stopping);
        }
        return true;
    }

    private boolean isOurs(Asked asked) {
        return origins.strangeHost(asked).isEmpty() && origins.strangePage(asked).isEmpty();
    }

    private Answer answer(Asked asked) throws InterruptedException, IOException {
        try {
            return admitted(asked);
        } catch (ProblemException problem) {
            boolean isNobody = problem.problems().getFirst().code().equals("not-logged-in");
            return isNobody
                    ? Answer.problems(401, problem.problems())
                    : Answer.problems(problem.problems());
        } catch (RuntimeException | AssertionError bug) {
            bug.printStackTrace();
            return Answer.problem(Problem.Bug.of("The request broke the console: " + bug + "."));
        }
    }

    private Answer admitted(Asked asked) throws InterruptedException, IOException {
        Optional<Problem> strange = origins.strangeHost(asked);
        if (strange.isPresent()) {
            return Answer.problems(421, java.util.List.of(strange.get()));
        }
        if (asked.isReading()) {
            Optional<Answer> page = pages.find(asked);
            if (page.isPresent()) {
                return page.get();
            }
        }
        strange = origins.strangePage(asked);
        if (strange.isPresent()) {
            return Answer.problem(strange.get());
        }
        return switch (asked.method() + " " + asked.path()) {
            case "POST /login/link" -> login.byLink(asked);
            case "POST /login/password" -> login.byPassword(asked);
            case "POST /logout" -> login.out(asked);
            case "GET /session" -> login.show(login.require(asked));
            case "POST /screens" -> screens.ticket(asked, login.require(asked));
            case "GET /events" -> {
                Sessions.Session _ = login.require(asked);
                yield events(asked);
            }
            default -> inside(asked);
        };
    }

    private Answer inside(Asked asked) throws IOException {
        Sessions.Session session = login.require(asked);
        if (!asked.path().startsWith("/api/")) {
            throw new ProblemException(
                    new Problem.Missing(
                            "no-such-page",
                            "The console has nothing at this path.",
                            "Open its first page: /"));
        }
        return relay.answer(asked, asked.path().substring("/api".length()), session);
    }

    private Answer events(Asked asked) {
        if (!watchers.tryAcquire()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "over-limit",
                            "Too many pages are open: the limit watchers is " + WATCHERS + ".",
                            "Close some."));
        }
        return new Answer.Stream(
                "text/event-stream",
                out -> {
                    try {
                        follow(asked, out);
                    } finally {
                        watchers.release();
                    }
                });
    }

    private void follow(Asked asked, OutputStream out) throws IOException, InterruptedException {
        long position = feed.position();
        send(feed.state(), out);
        while (login.isStillIn(asked)) {
            EventFeed.News news = feed.after(position, HEARTBEAT);
            position = news.position();
            send(news.events().isEmpty() ? ":\n\n" : String.join("", news.events()), out);
        }
        send("event: logged-out\ndata: {}\n\n", out);
    }

    private static void send(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void write(Answer answer, Request request, Response response)
            throws IOException, InterruptedException {
        HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        switch (answer) {
            case Answer.Whole(var status, var mediaType, var headers, var body) -> {
                response.setStatus(status);
                headers.forEach((name, value) -> response.getHeaders().put(name, value));
                if (!mediaType.isEmpty()) {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
                }
                boolean hasBody = status != 304 && status != 204;
                if (hasBody) {
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.unshared().length);
                }
                boolean isShown = hasBody && !request.getMethod().equals("HEAD");
                Content.Sink.write(
                        response, true, ByteBuffer.wrap(isShown ? body.unshared() : new byte[0]));
            }
            case Answer.Stream(var mediaType, var writing) -> {
                response.setStatus(200);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
                try (OutputStream out = Content.Sink.asOutputStream(response)) {
                    writing.write(out);
                }
            }
        }
    }
}
