package oxt.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import oxt.client.Talk;

/** A VM's screen on its way between a browser's WebSocket and the daemon's. */
final class ScreenRelay implements FrameHandler {
    /** What a browser says is short; the daemon looks into it. */
    private static final int LARGEST_FRAME = 64 << 10;

    private static final int PART = 32 << 10;

    /** A browser that takes nothing for so long is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of a reason (RFC 6455, 5.5). */
    private static final int LONGEST_REASON = 123;

    private final Talk daemon;
    private final BooleanSupplier stillLoggedIn;
    private final Runnable afterwards;
    private @Nullable CoreSession browser;

    /**
     * @param afterwards runs once, when the browser looks no more
     */
    ScreenRelay(Talk daemon, BooleanSupplier stillLoggedIn, Runnable afterwards) {
        this.daemon = daemon;
        this.stillLoggedIn = stillLoggedIn;
        this.afterwards = afterwards;
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        // A picture may stand still for hours.
        session.setIdleTimeout(Duration.ZERO);
        session.setMaxFrameSize(LARGEST_FRAME);
        // Else a longer one is taken in parts.
        session.setAutoFragment(false);
        browser = session;
        Thread.ofVirtual().start(this::show);
        callback.succeeded();
        session.demand();
    }

    /** The next is asked for when this one is with the daemon: nothing piles up here. */
    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (frame.getOpCode() != OpCode.BINARY && frame.getOpCode() != OpCode.CONTINUATION) {
            callback.succeeded();
            if (frame.getOpCode() != OpCode.CLOSE) {
                browser().demand();
            }
            return;
        }
        byte[] said = new byte[frame.getPayload().remaining()];
        frame.getPayload().get(said);
        callback.succeeded();
        Thread.ofVirtual().start(() -> hear(said));
    }

    private void hear(byte[] said) {
        try {
            if (stillLoggedIn.getAsBoolean()) {
                daemon.write(said, said.length);
                browser().demand();
            } else {
                end("The session has ended.");
            }
        } catch (IOException _) {
            end("The daemon has ended it.");
        }
    }

    private void show() {
        byte[] part = new byte[PART];
        try {
            for (int count = daemon.read(part); count >= 0; count = daemon.read(part)) {
                Callback.Completable shown = new Callback.Completable();
                ByteBuffer bytes = ByteBuffer.wrap(part, 0, count);
                browser().sendFrame(new Frame(OpCode.BINARY, bytes), shown, false);
                Void _ = shown.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            end(daemon.reason());
        } catch (IOException _) {
            end("The daemon has ended it.");
        } catch (ExecutionException | TimeoutException _) {
            browser().abort();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(String why) {
        byte[] bytes = why.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(bytes.length, LONGEST_REASON);
        // It says goodbye as well, or is dropped.
        browser().setIdleTimeout(PATIENCE);
        browser()
                .close(
                        CloseStatus.NORMAL,
                        new String(bytes, 0, length, StandardCharsets.US_ASCII),
                        Callback.NOOP);
    }

    /** Whoever breaks the protocol is not waited for: there is no time after which it idles. */
    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded();
        CoreSession session = browser;
        if (session != null) {
            session.abort();
        }
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        try (daemon) {
            afterwards.run();
        } catch (IOException _) {
            // It is closed.
        }
        callback.succeeded();
    }

    private CoreSession browser() {
        return Objects.requireNonNull(browser, "open");
    }
}
