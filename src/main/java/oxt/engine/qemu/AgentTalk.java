package oxt.engine.qemu;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import oxt.model.Problem;

/**
 * One connection to a driver domain's agent.
 *
 * <p>Reading and writing have threads of their own: a guest that reads nothing keeps nobody waiting
 * who does not want to.
 */
final class AgentTalk implements AutoCloseable {
    /** One configuration and a question or two. */
    private static final int MOST_WAITING = 4;

    /**
     * How much an agent may say: it repeats itself every five seconds and answers what it is asked,
     * so this many lines in a window is a flood.
     */
    record Flood(int lines, Duration window) {}

    /** Why a talk is over. */
    sealed interface End {
        Problem problem();

        /** QEMU is gone, or nobody wanted it any more. */
        record Gone(Problem problem) implements End {}

        /** The guest did what no agent does. */
        record Untrusted(Problem problem) implements End {}
    }

    // Never compared, and the bytes are not touched again.
    @SuppressWarnings("ArrayRecordComponent")
    private record Outgoing(byte[] bytes, CompletableFuture<Void> gone) {}

    private final String vm;
    private final SocketChannel channel;
    private final Flood flood;
    private final BlockingQueue<Outgoing> outgoing = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<End> ended = new CompletableFuture<>();

    private AgentTalk(String vm, SocketChannel channel, Flood flood) {
        this.vm = vm;
        this.channel = channel;
        this.flood = flood;
    }

    /**
     * @param heard called on the reader's thread, one message after the other
     */
    static AgentTalk join(String vm, Path socket, Flood flood, Consumer<AgentMessage> heard)
            throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        AgentTalk talk = new AgentTalk(vm, channel, flood);
        Thread.ofVirtual().name("agent reader of " + vm).start(() -> talk.read(heard));
        Thread writer = Thread.ofVirtual().name("agent writer of " + vm).start(talk::write);
        var _ = talk.ended.thenRun(writer::interrupt);
        return talk;
    }

    /** Completes when all bytes are with QEMU; never where the talk ends before that. */
    CompletableFuture<Void> send(byte[] bytes) {
        Outgoing next = new Outgoing(bytes, new CompletableFuture<>());
        if (!outgoing.offer(next)) {
            end(untrusted("takes nothing any more"));
        }
        return next.gone();
    }

    /** Completes with the reason when the talk is over. */
    CompletableFuture<End> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        end(gone());
    }

    private void read(Consumer<AgentMessage> heard) {
        Lines lines = new Lines(channel, AgentMessage.LONGEST_LINE);
        long windowEnd = System.nanoTime() + flood.window().toNanos();
        int count = 0;
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (System.nanoTime() - windowEnd > 0) {
                    windowEnd = System.nanoTime() + flood.window().toNanos();
                    count = 0;
                }
                count++;
                if (count > flood.lines()) {
                    end(untrusted("talks without end"));
                    return;
                }
                heard.accept(AgentMessage.parse(line.get()));
            }
            end(gone());
        } catch (Lines.TooLongException e) {
            end(untrusted("says what no agent says"));
        } catch (IOException e) {
            end(gone());
        }
    }

    /** On a thread of its own, because an interrupt of a writing thread closes the channel. */
    private void write() {
        try {
            while (true) {
                Outgoing next = outgoing.take();
                ByteBuffer bytes = ByteBuffer.wrap(next.bytes());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                next.gone().complete(null);
            }
        } catch (IOException e) {
            end(gone());
        } catch (InterruptedException over) {
            // The talk has ended; there is nobody to write to.
        }
    }

    private void end(End why) {
        if (!ended.complete(why)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(AgentTalk.class.getName())
                    .log(System.Logger.Level.DEBUG, "agent of " + vm, e);
        }
    }

    private End gone() {
        return new End.Gone(
                new Problem.Failed(
                        "network-agent-gone",
                        "The talk with the agent of driver domain " + vm + " has ended.",
                        "Look at the driver domain: oxt vm log " + vm));
    }

    private End untrusted(String how) {
        return new End.Untrusted(
                new Problem.Failed(
                        "network-agent-untrusted",
                        "The agent of driver domain " + vm + " " + how + ".",
                        "Do not trust this driver domain any more; restart it: oxt vm reboot "
                                + vm));
    }
}
