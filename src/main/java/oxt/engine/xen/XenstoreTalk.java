package oxt.engine.xen;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import oxt.engine.EngineException;
import oxt.model.Problem;
import oxt.model.Reading;

/** A talk with xenstored over one socket, shared by everybody until either side ends it. */
final class XenstoreTalk implements AutoCloseable {
    /** Callers are workers and their looks; more that wait means that nothing moves. */
    private static final int MOST_WAITING = 256;

    private final SocketChannel channel;
    private final Consumer<XenstoreMessage> events;
    private final AtomicInteger lastRequest = new AtomicInteger();
    private final Map<Integer, CompletableFuture<XenstoreMessage>> waiting =
            new ConcurrentHashMap<>();
    private final BlockingQueue<XenstoreMessage> outgoing = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<EngineException> ended = new CompletableFuture<>();

    private XenstoreTalk(SocketChannel channel, Consumer<XenstoreMessage> events) {
        this.channel = channel;
        this.events = events;
    }

    /**
     * Begins to talk.
     *
     * @param events called on the reader's thread with each watch's event, so it must not ask here
     */
    static XenstoreTalk over(SocketChannel channel, Consumer<XenstoreMessage> events) {
        XenstoreTalk talk = new XenstoreTalk(channel, events);
        Thread.ofVirtual().name("xenstore reader").start(talk::read);
        Thread writer = Thread.ofVirtual().name("xenstore writer").start(talk::write);
        var _ = talk.ended.thenRun(writer::interrupt);
        return talk;
    }

    /** What xenstored answers, which may be an error. */
    XenstoreMessage ask(IntFunction<XenstoreMessage> question, Duration patience)
            throws EngineException, InterruptedException {
        int request = lastRequest.incrementAndGet();
        CompletableFuture<XenstoreMessage> answer = new CompletableFuture<>();
        waiting.put(request, answer);
        try {
            if (!outgoing.offer(question.apply(request))) {
                throw silent(patience, Optional.empty());
            }
            // The end may have come between the last look and the put.
            Optional.ofNullable(ended.getNow(null)).ifPresent(answer::completeExceptionally);
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(patience, Optional.of(e));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException reason) {
                throw new EngineException(reason.problem(), reason);
            }
            throw new AssertionError(e);
        } finally {
            waiting.remove(request);
        }
    }

    boolean isOpen() {
        return !ended.isDone();
    }

    /** Completes when the talk is over, for whatever reason. */
    CompletableFuture<EngineException> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        end(gone(Optional.empty()));
    }

    private void read() {
        try {
            while (true) {
                Reading<XenstoreMessage.Head> head =
                        XenstoreMessage.head(bytes(XenstoreMessage.HEAD_BYTES));
                switch (head) {
                    case Reading.Bad<XenstoreMessage.Head>(var problems) -> {
                        end(new EngineException(problems.getFirst()));
                        return;
                    }
                    case Reading.Good<XenstoreMessage.Head>(var good) ->
                            take(XenstoreMessage.of(good, bytes(good.length())));
                }
            }
        } catch (IOException e) {
            end(gone(Optional.of(e)));
        }
    }

    private void take(XenstoreMessage message) {
        if (message.kind() == XenstoreMessage.Kind.WATCH_EVENT) {
            events.accept(message);
            return;
        }
        CompletableFuture<XenstoreMessage> asked = waiting.remove(message.request());
        if (asked != null) {
            asked.complete(message);
        }
    }

    private byte[] bytes(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("xenstored hung up");
            }
        }
        return buffer.array();
    }

    /** On a thread of its own, because an interrupt of a writing thread closes the channel. */
    private void write() {
        try {
            while (true) {
                ByteBuffer bytes = ByteBuffer.wrap(outgoing.take().bytes());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException e) {
            end(gone(Optional.of(e)));
        } catch (InterruptedException over) {
            // Nobody is left to write to.
        }
    }

    private void end(EngineException reason) {
        if (!ended.complete(reason)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException gone) {
            System.getLogger(XenstoreTalk.class.getName())
                    .log(System.Logger.Level.DEBUG, "xenstore", gone);
        }
        waiting.values().forEach(answer -> answer.completeExceptionally(reason));
    }

    private static EngineException silent(Duration patience, Optional<Exception> cause) {
        return new EngineException(
                new Problem.Failed(
                        "xenstore-silent",
                        "Xenstore did not answer within " + patience.toSeconds() + "s.",
                        "Look at the load of this machine, and whether xenstored runs."),
                cause.orElse(null));
    }

    private static EngineException gone(Optional<Exception> cause) {
        return new EngineException(
                new Problem.Failed(
                        "xenstore-gone",
                        "The talk with xenstore was ended.",
                        "Look whether xenstored runs; where it died, the host must be restarted."),
                cause.orElse(null));
    }
}
