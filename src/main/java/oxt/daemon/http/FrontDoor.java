package oxt.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import oxt.daemon.work.Chronicle;
import oxt.daemon.work.DaemonLog;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Where every request comes in: who is it, what is it, and the answer or the problems.
 *
 * <p>Every request has a virtual thread of its own, so a route may wait.
 */
final class FrontDoor extends Handler.Abstract {
    /** Of a picture's reply: how many milliseconds ago it was taken. */
    static final String AGE = "Oxt-Age-Millis";

    private static final String VISITOR = "oxt.visitor";

    private final WebSockets webSockets = new WebSockets();
    private final Router router;
    private final Gate gate;
    private final Limits limits;
    private final Chronicle chronicle;
    private final DaemonLog log;
    private final AtomicInteger connections;

    FrontDoor(
            Router router,
            Gate gate,
            Limits limits,
            Chronicle chronicle,
            DaemonLog log,
            AtomicInteger connections) {
        this.router = router;
        this.gate = gate;
        this.limits = limits;
        this.chronicle = chronicle;
        this.log = log;
        this.connections = connections;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        try {
            Answer answer = answer(request, endPoint);
            if (answer instanceof Answer.Talk(var socket)) {
                if (talks(socket, request, response, callback)) {
                    return true;
                }
                answer = Answer.problems(List.of(notAsked()));
            }
            write(answer, endPoint, response);
            callback.succeeded();
        } catch (IOException gone) {
            // The client went away, or reads so slowly that it counts as gone.
            callback.failed(gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            callback.failed(stopping);
        }
        return true;
    }

    /** Whether the request is one for a WebSocket, and has become one. */
    private boolean talks(
            ScreenSocket socket, Request request, Response response, Callback callback) {
        Callback opened =
                Callback.from(
                        callback::succeeded,
                        gone -> {
                            socket.abandon();
                            callback.failed(gone);
                        });
        try {
            if (webSockets.upgrade(socket, request, response, opened)) {
                return true;
            }
        } catch (RuntimeException e) {
            socket.abandon();
            throw e;
        }
        socket.abandon();
        return false;
    }

    private static Problem notAsked() {
        return new Problem.Invalid(
                "not-a-websocket",
                "This is read by a WebSocket, and the request asks for none.",
                "Use a client of WebSockets (RFC 6455), or oxt vm view.");
    }

    private Answer answer(Request request, EndPoint endPoint) throws InterruptedException {
        try {
            return admitted(request, endPoint);
        } catch (ProblemException problem) {
            return Answer.problems(problem.problems());
        } catch (InterruptedException stopping) {
            throw stopping;
        } catch (Exception | Error bug) {
            log.bug(request.getMethod() + " " + request.getHttpURI().getPath(), bug);
            return Answer.problems(
                    List.of(Problem.Bug.of("The request broke the daemon: " + bug + ".")));
        }
    }

    private Answer admitted(Request request, EndPoint endPoint) throws Exception {
        String method = request.getMethod();
        String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
        Gate.Visitor visitor = visitor(request, endPoint);
        if (!visitor.denied().isEmpty()) {
            Problem denied = visitor.denied().getFirst();
            chronicle.denied(visitor.caller(), method, path, denied);
            return Answer.problems(visitor.denied());
        }
        if (connections.get() > limits.openConnections()) {
            return Answer.problems(
                    List.of(
                            limits.over(
                                    "open-connections",
                                    limits.openConnections(),
                                    "Too many connections are open")));
        }
        String query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
        return switch (router.find(method, path, query)) {
            case Router.Found.Nowhere(var problems) -> Answer.problems(problems);
            case Router.Found.Here(var route, var values, var parameters) -> {
                OnBehalf asking = asking(visitor, request, route);
                boolean streams = route.body() instanceof Route.Body.Upload;
                byte[] body = streams ? new byte[0] : body(request, route);
                yield route.answering()
                        .answer(
                                new Call(
                                        asking.caller(),
                                        asking.role(),
                                        values,
                                        parameters,
                                        new Answer.Bytes(body),
                                        Optional.ofNullable(
                                                request.getHeaders().get("Last-Event-ID")),
                                        streams ? upload(request) : Call.Upload.NONE));
            }
        };
    }

    /** Whoever came in may ask for somebody who may do less. */
    private OnBehalf asking(Gate.Visitor visitor, Request request, Route route) {
        OnBehalf asking = OnBehalf.of(visitor.caller(), visitor.role(), request.getHeaders());
        try {
            asking.require(route);
        } catch (ProblemException denied) {
            String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
            Problem problem = denied.problems().getFirst();
            chronicle.denied(asking.caller(), request.getMethod(), path, problem);
            throw denied;
        }
        return asking;
    }

    /** Asked of the kernel once a connection. */
    private Gate.Visitor visitor(Request request, EndPoint endPoint) {
        Object known = request.getConnectionMetaData().getAttribute(VISITOR);
        if (known instanceof Gate.Visitor visitor) {
            return visitor;
        }
        Gate.Visitor visitor = gate.visitor((SocketChannel) endPoint.getTransport());
        request.getConnectionMetaData().setAttribute(VISITOR, visitor);
        return visitor;
    }

    private static Call.Upload upload(Request request) {
        long length = request.getLength();
        return new Call.Upload(
                Content.Source.asInputStream(request),
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length));
    }

    private byte[] body(Request request, Route route) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            int most = route.body() instanceof Route.Body.None ? 0 : limits.requestBytes();
            byte[] body = in.readNBytes(most + 1);
            if (body.length <= most) {
                return body;
            }
        }
        throw new ProblemException(
                route.body() instanceof Route.Body.None
                        ? new Problem.Invalid(
                                "body-not-wanted",
                                "This request takes no body.",
                                "Send it without one.")
                        : limits.over(
                                "request-bytes",
                                limits.requestBytes(),
                                "The request's body is too large"));
    }

    private void write(Answer answer, EndPoint endPoint, Response response)
            throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Whole(var status, var mediaType, var body) -> {
                response.setStatus(status);
                if (!mediaType.isEmpty()) {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
                }
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.unshared().length);
                Content.Sink.write(response, true, ByteBuffer.wrap(body.unshared()));
            }
            case Answer.Picture(var picture) -> {
                response.getHeaders().put(AGE, Long.toString(picture.age().toMillis()));
                byte[] png = picture.png().unshared();
                write(
                        new Answer.Whole(200, "image/png", new Answer.Bytes(png)),
                        endPoint,
                        response);
            }
            case Answer.Talk _ -> throw new AssertionError("it talks by itself");
            case Answer.Stream(var mediaType, var writing) -> {
                response.setStatus(200);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
                // Nothing follows a stream, and its client shows by closing that it has enough.
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                try (OutputStream out = Content.Sink.asOutputStream(response)) {
                    writing.write(out, ClientHangup.watch(endPoint));
                }
            }
        }
    }
}
