package oxt.daemon.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import oxt.model.Problem;

/** Problems for what the HTTP library refuses before a route sees it. */
final class Refusals implements Request.Handler {
    /** Of the first line, and of those below it. */
    private static final Set<Integer> TOO_LARGE = Set.of(414, 431);

    private static final int VERSION_NOT_SUPPORTED = 505;

    private final Limits limits;

    Refusals(Limits limits) {
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Answer answer = Answer.problems(List.of(problem(status)));
        if (answer instanceof Answer.Whole(_, var mediaType, var body)) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
            response.write(true, ByteBuffer.wrap(body.unshared()), callback);
        }
        return true;
    }

    private Problem problem(int status) {
        if (TOO_LARGE.contains(status)) {
            return limits.over(
                    "header-bytes", limits.headerBytes(), "The request's headers are too large");
        }
        return status >= 500 && status != VERSION_NOT_SUPPORTED
                ? Problem.Bug.of("The request broke the daemon, with status " + status + ".")
                : new Problem.Invalid(
                        "not-http",
                        "This is not a request that the API can read (status " + status + ").",
                        "Send HTTP/1.1, as curl --unix-socket does.");
    }
}
