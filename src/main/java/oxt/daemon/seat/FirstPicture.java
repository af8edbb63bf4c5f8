package oxt.daemon.seat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import oxt.engine.EngineException;
import oxt.seat.rfb.Picture;
import oxt.seat.rfb.PictureWriter;
import oxt.seat.rfb.ScreenGreeting;
import oxt.seat.rfb.ViewerMessage;

/**
 * What a viewer sees until the screen itself shows anything: a still that is taken while the two
 * greet each other. It has its place between their greeting and all else that the screen says.
 *
 * <p>The screen is asked for its whole picture all the same, so that what the viewer has is right
 * whatever happened since.
 */
final class FirstPicture {
    /** Viewers ask at once; who does not would keep others from a turn. */
    private static final Duration TO_ASK = Duration.ofSeconds(10);

    /** No frame to a viewer is longer. */
    private static final int PART = 32 << 10;

    private final ScreenTalk.Screen screen;
    private final Viewer viewer;
    private final ScreenGreeting greeting = new ScreenGreeting();
    private final CountDownLatch greeted = new CountDownLatch(1);
    private final CompletableFuture<Wish> wish = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.AWAITED);
    private final CountDownLatch over = new CountDownLatch(1);
    private Optional<ViewerMessage.Format> format = Optional.empty();
    private ViewerMessage.Encodings encodings = new ViewerMessage.Encodings(List.of());

    private enum State {
        AWAITED,
        SHOWN,
        /** The screen's own comes first. */
        TOO_LATE
    }

    /** What the viewer asks for first, and in which form. */
    private record Wish(
            ViewerMessage.Update update,
            Optional<ViewerMessage.Format> format,
            ViewerMessage.Encodings encodings) {}

    FirstPicture(ScreenTalk.Screen screen, Viewer viewer) {
        this.screen = screen;
        this.viewer = viewer;
    }

    /** What the viewer says, in order. */
    void hear(ViewerMessage message) {
        switch (message) {
            case ViewerMessage.Version() ->
                    Thread.ofVirtual().name("first picture").start(this::run);
            case ViewerMessage.Format wanted -> format = Optional.of(wanted);
            case ViewerMessage.Encodings wanted -> encodings = wanted;
            case ViewerMessage.Update update -> wish.complete(new Wish(update, format, encodings));
            default -> {
                // Nothing to do with pictures.
            }
        }
    }

    /** How many of these bytes are of the screen's greeting. */
    int greeting(ByteBuffer bytes) {
        ByteBuffer read = bytes.duplicate();
        greeting.read(read);
        if (greeting.isOver()) {
            greeted.countDown();
        }
        return read.position() - bytes.position();
    }

    boolean isGreeted() {
        return greeting.isOver();
    }

    /** Returns when what the screen says has its turn. */
    void await() throws InterruptedException {
        if (state.get() != State.TOO_LATE
                && !over.await(screen.stills().patience().toMillis(), TimeUnit.MILLISECONDS)
                && !state.compareAndSet(State.AWAITED, State.TOO_LATE)) {
            over.await();
        }
    }

    /** The talk is over: nobody waits for anything any more. */
    void end() {
        state.compareAndSet(State.AWAITED, State.TOO_LATE);
        wish.cancel(false);
        greeted.countDown();
    }

    private void run() {
        boolean hasTurn = screen.stills().turns().tryAcquire();
        try {
            Optional<Picture> picture = hasTurn ? screen.still().take() : Optional.empty();
            if (picture.isPresent()) {
                Wish wanted = wish.get(TO_ASK.toMillis(), TimeUnit.MILLISECONDS);
                greeted.await();
                show(picture.get(), wanted);
            }
        } catch (EngineException | IOException _) {
            // What is the matter with the VM, or with the viewer, the talk itself finds out.
        } catch (CancellationException | ExecutionException | TimeoutException _) {
            // Nobody asked, or not soon.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
            if (hasTurn) {
                screen.stills().turns().release();
            }
        }
    }

    private void show(Picture picture, Wish wanted) throws IOException, InterruptedException {
        if (wanted.update().incremental() != 0
                || !greeting.isWhole(wanted.update())
                || !greeting.fits(picture)) {
            return;
        }
        Optional<ByteBuffer> bytes =
                PictureWriter.of(
                        picture, wanted.format().orElseGet(greeting::format), wanted.encodings());
        if (bytes.isPresent() && state.compareAndSet(State.AWAITED, State.SHOWN)) {
            ByteBuffer left = bytes.get();
            while (left.hasRemaining()) {
                int count = Math.min(PART, left.remaining());
                viewer.show(left.slice(left.position(), count));
                left.position(left.position() + count);
            }
        }
    }
}
