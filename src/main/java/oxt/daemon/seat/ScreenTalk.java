package oxt.daemon.seat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import oxt.engine.EngineException;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.seat.Input;
import oxt.seat.SourceId;
import oxt.seat.rfb.Picture;
import oxt.seat.rfb.ViewerMessage;
import oxt.seat.rfb.ViewerReader;
import oxt.seat.rfb.ViewerWriter;
import oxt.store.Caller;

/**
 * One viewer's talk with one VM's screen. Pictures go to the viewer as fast as it takes them; what
 * it says goes to the screen as far as the seat lets it.
 */
public final class ScreenTalk implements AutoCloseable {
    /** A tenth of a small picture; more needs fewer calls and more memory for each viewer. */
    private static final int CHUNK = 32 << 10;

    /** Said by the viewer and not taken by the VM: thousands of keys. */
    private static final int MOST_WAITING = 64 << 10;

    /** A VM's process that takes nothing for so long is not waited for. */
    private static final Duration TO_TAKE_THE_LAST = Duration.ofSeconds(1);

    private final VmName vm;
    private final Hands hands;
    private final ByteChannel screen;
    private final FirstPicture first;
    private final HostSeat seat;
    private final Viewer viewer;
    private final SourceId source;
    private final Runnable afterwards;
    private final ViewerReader reader = new ViewerReader();
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Thread writer;
    private int waitingBytes;
    private boolean isLast;

    private ScreenTalk(
            Looked looked, Screen screen, HostSeat seat, Viewer viewer, Runnable afterwards) {
        this.vm = looked.name();
        this.hands = looked.hands();
        this.screen = screen.bytes();
        this.first = new FirstPicture(screen, viewer);
        this.seat = seat;
        this.viewer = viewer;
        this.afterwards = afterwards;
        this.writer = Thread.ofVirtual().name("typing into " + vm).unstarted(this::write);
        this.source = seat.come(looked.id(), looked.caller(), this::type);
    }

    /** Who looks at what. */
    public record Looked(Caller caller, VmId id, VmName name, Hands hands) {}

    /** Whether who looks may do anything as well. */
    public enum Hands {
        FREE,
        /** Neither a key nor a chord of theirs counts. */
        TIED
    }

    /**
     * What is looked at.
     *
     * @param bytes its side of the talk; closed at the end
     */
    public record Screen(ByteChannel bytes, Still still, Stills stills) {}

    /** Takes a picture of it as it is, where the engine can do so quickly. */
    @FunctionalInterface
    public interface Still {
        Optional<Picture> take() throws EngineException, InterruptedException;
    }

    /**
     * @param afterwards runs once, at the end
     */
    public static ScreenTalk begin(
            Looked looked, Screen screen, HostSeat seat, Viewer viewer, Runnable afterwards) {
        ScreenTalk talk = new ScreenTalk(looked, screen, seat, viewer, afterwards);
        Thread.ofVirtual().name("screen of " + looked.name()).start(talk::show);
        talk.writer.start();
        return talk;
    }

    /** What the viewer says; called by one thread at a time. */
    public void hear(ByteBuffer bytes) {
        for (ViewerMessage message : reader.read(bytes)) {
            first.hear(message);
            switch (message) {
                case ViewerMessage.Does(var input) -> {
                    if (hands == Hands.FREE) {
                        seat.input(source, input);
                    }
                }
                case ViewerMessage.Strange(var why) -> end("The viewer is not understood. " + why);
                case ViewerMessage.Dropped() -> {
                    // What was cut never goes between a guest and a viewer by itself.
                }
                default -> put(ViewerWriter.of(message));
            }
        }
    }

    /** The viewer has gone. */
    @Override
    public void close() {
        end("");
    }

    private void type(Input input) {
        put(ViewerWriter.of(input));
    }

    private void put(ByteBuffer bytes) {
        boolean full;
        synchronized (waiting) {
            full = waitingBytes + bytes.remaining() > MOST_WAITING;
            if (!full) {
                waiting.add(bytes);
                waitingBytes += bytes.remaining();
                waiting.notifyAll();
            }
        }
        if (full) {
            // Apart from this thread, which may have the seat's turn.
            Thread.ofVirtual().start(() -> end("VM " + vm + " takes no input."));
        }
    }

    private void show() {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        try {
            while (screen.read(bytes.clear()) >= 0) {
                bytes.flip();
                if (!first.isGreeted()) {
                    int count = first.greeting(bytes);
                    viewer.show(bytes.slice(0, count));
                    bytes.position(count);
                }
                if (bytes.hasRemaining()) {
                    first.await();
                    viewer.show(bytes);
                }
            }
            end("VM " + vm + " shows no screen any more.");
        } catch (IOException _) {
            end("The talk with VM " + vm + " broke.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            end("The daemon ends.");
        }
    }

    private void write() {
        try {
            for (Optional<ByteBuffer> next = next(); next.isPresent(); next = next()) {
                ByteBuffer bytes = next.get();
                while (bytes.hasRemaining()) {
                    screen.write(bytes);
                }
            }
        } catch (IOException _) {
            // The thread that reads says why.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing when the talk is over and all is written: keys came up before a viewer went. */
    private Optional<ByteBuffer> next() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty() && !isLast) {
                waiting.wait();
            }
            ByteBuffer next = waiting.poll();
            waitingBytes -= next == null ? 0 : next.remaining();
            return Optional.ofNullable(next);
        }
    }

    private void end(String why) {
        if (isOver.getAndSet(true)) {
            return;
        }
        first.end();
        seat.go(source);
        synchronized (waiting) {
            isLast = true;
            waiting.notifyAll();
        }
        viewer.end(why);
        Thread.ofVirtual().start(this::closeScreen);
    }

    private void closeScreen() {
        try (screen) {
            boolean _ = writer.join(TO_TAKE_THE_LAST);
        } catch (IOException | InterruptedException _) {
            // Closed all the same.
        } finally {
            afterwards.run();
        }
    }
}
