package oxt.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import oxt.daemon.seat.HostSeat;
import oxt.daemon.seat.ScreenTalk;
import oxt.daemon.seat.Viewer;

/** A VM's screen on a WebSocket (RFC 6455): binary messages, whose borders mean nothing. */
final class ScreenSocket implements FrameHandler, Viewer {
    /** A viewer says little; pictures go out in frames of half of this. */
    private static final int LARGEST_FRAME = 64 << 10;

    /** A viewer that takes nothing for so long has a place that another one wants. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of a reason (RFC 6455, 5.5). */
    private static final int LONGEST_REASON = 123;

    private final ScreenTalk.Looked looked;
    private final ScreenTalk.Screen screen;
    private final HostSeat seat;
    private final Runnable afterwards;
    private final AtomicBoolean isAbandoned = new AtomicBoolean();
    private @Nullable CoreSession session;
    private @Nullable ScreenTalk talk;

    /**
     * @param afterwards runs once, when nobody looks any more
     */
    ScreenSocket(
            ScreenTalk.Looked looked,
            ScreenTalk.Screen screen,
            HostSeat seat,
            Runnable afterwards) {
        this.looked = looked;
        this.screen = screen;
        this.seat = seat;
        this.afterwards = afterwards;
    }

    /** There is no talk. */
    void abandon() {
        if (isAbandoned.getAndSet(true)) {
            return;
        }
        try (ByteChannel _ = screen.bytes()) {
            afterwards.run();
        } catch (IOException _) {
            // Nothing was said.
        }
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        // A picture may stand still for hours.
        opened.setIdleTimeout(Duration.ZERO);
        opened.setMaxFrameSize(LARGEST_FRAME);
        // Else a longer one is taken in parts.
        opened.setAutoFragment(false);
        session = opened;
        talk = ScreenTalk.begin(looked, screen, seat, this, afterwards);
        callback.succeeded();
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.BINARY, OpCode.CONTINUATION ->
                    Objects.requireNonNull(talk, "open").hear(frame.getPayload());
            case OpCode.TEXT -> end("A screen takes no text.");
            default -> {
                // Jetty answers a ping and a close by itself.
            }
        }
        callback.succeeded();
        if (frame.getOpCode() != OpCode.CLOSE) {
            session().demand();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        if (talk != null) {
            talk.close();
        }
        callback.succeeded();
    }

    @Override
    public void show(ByteBuffer bytes) throws IOException, InterruptedException {
        Callback.Completable shown = new Callback.Completable();
        session().sendFrame(new Frame(OpCode.BINARY, bytes), shown, false);
        try {
            Void _ = shown.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            session().abort();
            throw new IOException(e);
        }
    }

    @Override
    public void end(String why) {
        // It says goodbye as well, or is dropped.
        session().setIdleTimeout(PATIENCE);
        session().close(CloseStatus.NORMAL, shortened(why), Callback.NOOP);
    }

    private CoreSession session() {
        return Objects.requireNonNull(session, "open");
    }

    private static String shortened(String why) {
        byte[] bytes = why.getBytes(StandardCharsets.US_ASCII);
        return new String(
                bytes, 0, Math.min(bytes.length, LONGEST_REASON), StandardCharsets.US_ASCII);
    }
}
