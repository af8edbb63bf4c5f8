package oxt.daemon.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/** Sees a client hang up while nothing is written to it: the socket becomes readable. */
final class ClientHangup implements Hangup, Callback {
    private final EndPoint endPoint;
    private final CountDownLatch gone = new CountDownLatch(1);

    private ClientHangup(EndPoint endPoint) {
        this.endPoint = endPoint;
    }

    static Hangup watch(EndPoint endPoint) {
        ClientHangup hangup = new ClientHangup(endPoint);
        hangup.arm();
        return hangup;
    }

    private void arm() {
        if (!endPoint.tryFillInterested(this)) {
            gone.countDown();
        }
    }

    @Override
    public boolean isGone() {
        return gone.getCount() == 0 || !endPoint.isOpen();
    }

    @Override
    public void sleep(Duration patience) throws InterruptedException {
        boolean _ = gone.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closed, or more was sent, which has no meaning behind a stream's request. */
    @Override
    public void succeeded() {
        try {
            // Jetty's buffers are in flush mode: empty, with room behind the limit.
            ByteBuffer more = ByteBuffer.allocate(64).limit(0);
            if (endPoint.fill(more) == 0) {
                arm();
                return;
            }
        } catch (IOException _) {
            // Closed as well.
        }
        gone.countDown();
    }

    @Override
    public void failed(Throwable cause) {
        if (cause instanceof TimeoutException && endPoint.isOpen()) {
            arm(); // The client only listens, as it should.
        } else {
            gone.countDown();
        }
    }
}
