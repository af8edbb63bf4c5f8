package oxt.daemon.http;

import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Makes WebSockets of the requests that ask for one. */
final class WebSockets {
    /** What viewers call a stream of bytes; many ask for no name at all. */
    private static final String BYTES = "binary";

    private final WebSocketMappings mappings = new WebSocketMappings();

    /** Whether the request was answered, and the callback with it; else it asks for none. */
    boolean upgrade(FrameHandler frames, Request request, Response response, Callback callback) {
        return mappings.upgrade(negotiator(frames), request, response, callback, null);
    }

    private static WebSocketNegotiator negotiator(FrameHandler frames) {
        return (ServerUpgradeRequest asked, ServerUpgradeResponse answer, Callback _) -> {
            // Pictures are compressed already, as the viewer wants them.
            answer.setExtensions(List.of());
            if (asked.getSubProtocols().contains(BYTES)) {
                answer.setAcceptedSubProtocol(BYTES);
            }
            return frames;
        };
    }
}
