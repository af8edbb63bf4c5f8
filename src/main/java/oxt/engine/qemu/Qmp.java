package oxt.engine.qemu;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import oxt.engine.EngineException;
import oxt.engine.agent.Lines;
import oxt.model.Problem;

/**
 * A talk with one QEMU's monitor. QEMU talks with one client at a time, so a VM has one of these
 * and everybody shares it.
 *
 * <p>What QEMU sends is a claim: a line that makes no sense or is too long ends the talk; an answer
 * that nobody waits for any more is let go.
 */
final class Qmp implements AutoCloseable {
    /** The longest answer to what we ask is a few hundred bytes; events are no longer. */
    static final int LONGEST_LINE = 64 << 10;

    /** Callers are a worker and a few viewers; more that wait means that nothing moves. */
    private static final int MOST_WAITING = 64;

    private final String vm;
    private final SocketChannel channel;
    private final Consumer<QmpMessage.Event> events;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<QmpMessage>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<String> outgoing = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<QmpMessage.Greeting> greeting = new CompletableFuture<>();
    private final CompletableFuture<EngineException> ended = new CompletableFuture<>();
    private volatile Optional<Heard> heard = Optional.empty();

    private record Heard(QmpMessage.Event event, long nanos) {}

    private Qmp(String vm, SocketChannel channel, Consumer<QmpMessage.Event> events) {
        this.vm = vm;
        this.channel = channel;
        this.events = events;
    }

    /**
     * Begins to talk; the channel is closed where that does not succeed.
     *
     * @param vm how to name the VM to people
     * @param events called on the reader's thread, so it must not ask anything here
     */
    static Qmp open(
            String vm, SocketChannel channel, Consumer<QmpMessage.Event> events, Duration patience)
            throws EngineException, InterruptedException {
        Qmp qmp = new Qmp(vm, channel, events);
        Thread.ofVirtual().name("qmp reader of " + vm).start(qmp::read);
        Thread writer = Thread.ofVirtual().name("qmp writer of " + vm).start(qmp::write);
        var _ = qmp.ended.thenRun(writer::interrupt);
        try {
            qmp.await(qmp.greeting, "greeting", patience);
            qmp.call("qmp_capabilities", patience);
            return qmp;
        } catch (EngineException | InterruptedException e) {
            qmp.close();
            throw e;
        }
    }

    JsonElement call(String command, Duration patience)
            throws EngineException, InterruptedException {
        return call(command, new JsonObject(), patience);
    }

    /** What QEMU answers to the command. */
    JsonElement call(String command, JsonObject arguments, Duration patience)
            throws EngineException, InterruptedException {
        long id = lastId.incrementAndGet();
        JsonObject line = new JsonObject();
        line.addProperty("execute", command);
        line.add("arguments", arguments);
        line.addProperty("id", id);
        CompletableFuture<QmpMessage> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            if (!outgoing.offer(line + "\n")) {
                throw silent(command, "takes no more commands", Optional.empty());
            }
            // The end may have come between the last look and the put.
            endedBy().ifPresent(answer::completeExceptionally);
            return switch (await(answer, command, patience)) {
                case QmpMessage.Answer(_, var value) -> value;
                case QmpMessage.Refusal(_, var description) -> throw refused(command, description);
                case QmpMessage.Greeting _, QmpMessage.Event _, QmpMessage.Garbage _ ->
                        throw new AssertionError("no answer");
            };
        } finally {
            waiting.remove(id);
        }
    }

    /** Completes when QEMU is gone or the talk has broken down. */
    CompletableFuture<EngineException> ended() {
        return ended.copy();
    }

    /** The event that came last, where it came no longer ago than this. */
    Optional<QmpMessage.Event> latest(Duration age) {
        return heard.filter(last -> System.nanoTime() - last.nanos() <= age.toNanos())
                .map(Heard::event);
    }

    boolean isOpen() {
        return !ended.isDone();
    }

    @Override
    public void close() {
        end(gone("The talk with the monitor of " + vm + " was ended.", Optional.empty()));
    }

    private void read() {
        Lines lines = new Lines(channel, LONGEST_LINE);
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (!take(QmpMessage.parse(line.get()))) {
                    end(garbled(Optional.empty()));
                    return;
                }
            }
            end(gone("QEMU of " + vm + " is gone.", Optional.empty()));
        } catch (Lines.TooLongException e) {
            end(garbled(Optional.of(e)));
        } catch (IOException e) {
            // A reset is what an exiting QEMU often sends.
            end(gone("QEMU of " + vm + " is gone.", Optional.of(e)));
        }
    }

    /** Whether the message made sense. */
    private boolean take(QmpMessage message) {
        return switch (message) {
            case QmpMessage.Greeting first -> greeting.complete(first);
            case QmpMessage.Answer(var id, _) -> answer(id, message);
            case QmpMessage.Refusal(var id, _) -> answer(id, message);
            case QmpMessage.Event event -> {
                heard = Optional.of(new Heard(event, System.nanoTime()));
                events.accept(event);
                yield true;
            }
            case QmpMessage.Garbage _ -> false;
        };
    }

    private boolean answer(long id, QmpMessage message) {
        CompletableFuture<QmpMessage> asked = waiting.remove(id);
        if (asked != null) {
            asked.complete(message);
        }
        // Late or a second time: whoever asked has gone. Never asked: not QEMU as we know it.
        return id >= 1 && id <= lastId.get();
    }

    /** On a thread of its own, because an interrupt of a writing thread closes the channel. */
    private void write() {
        try {
            while (true) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(outgoing.take().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException e) {
            end(gone("QEMU of " + vm + " is gone.", Optional.of(e)));
        } catch (InterruptedException ended) {
            // The talk is over, and nobody is left to write to.
        }
    }

    private <T> T await(CompletableFuture<T> answer, String command, Duration patience)
            throws EngineException, InterruptedException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(
                    command, "did not answer within " + patience.toMillis() + "ms", Optional.of(e));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException reason) {
                throw new EngineException(reason.problem(), reason);
            }
            throw new AssertionError(e);
        }
    }

    private void end(EngineException reason) {
        if (!ended.complete(reason)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException gone) {
            System.getLogger(Qmp.class.getName())
                    .log(System.Logger.Level.DEBUG, "monitor of " + vm, gone);
        }
        greeting.completeExceptionally(reason);
        waiting.values().forEach(answer -> answer.completeExceptionally(reason));
    }

    private Optional<EngineException> endedBy() {
        return Optional.ofNullable(ended.getNow(null));
    }

    private EngineException refused(String command, String description) {
        return new EngineException(
                new Problem.Failed(
                        "qemu-refused",
                        "QEMU of " + vm + " refused \"" + command + "\": " + description,
                        "Look at the state of the VM: oxt vm show NAME"));
    }

    private EngineException silent(String command, String how, Optional<Exception> cause) {
        return new EngineException(
                new Problem.Failed(
                        "qemu-silent",
                        "QEMU of " + vm + " " + how + " (" + command + ").",
                        "Look at the load of this machine; where the VM stays like this, end it:"
                                + " oxt vm kill NAME"),
                cause.orElse(null));
    }

    private EngineException garbled(Optional<Exception> cause) {
        return new EngineException(
                new Problem.Failed(
                        "qemu-garbled",
                        "QEMU of " + vm + " said what its monitor never says.",
                        "Do not trust this VM's process any more; end it: oxt vm kill NAME"),
                cause.orElse(null));
    }

    private static EngineException gone(String what, Optional<Exception> cause) {
        return new EngineException(
                new Problem.Failed("qemu-gone", what, "Look at the VM: oxt vm log NAME"),
                cause.orElse(null));
    }
}
