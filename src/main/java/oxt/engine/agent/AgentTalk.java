package oxt.engine.agent;

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
import oxt.model.Problem;

/**
 * One connection to the agent in a guest.
 *
 * <p>Reading and writing have threads of their own: a guest that reads nothing keeps nobody waiting
 * who does not want to.
 */
final class AgentTalk implements AutoCloseable {
    /** What kind of agent it is, in the words of problems, and how much passes at once. */
    enum Kind {
        /** One configuration and a question or two wait at most. */
        NETWORK("network-agent", "driver domain", AgentMessage.LONGEST_LINE, 4),
        /** Each command has a few pieces of input on their way, and there are some commands. */
        GUEST("guest-agent", "VM", GuestMessage.LONGEST_LINE, 256);

        private final String code;
        private final String lives;
        private final int longestLine;
        private final int mostWaiting;

        Kind(String code, String lives, int longestLine, int mostWaiting) {
            this.code = code;
            this.lives = lives;
            this.longestLine = longestLine;
            this.mostWaiting = mostWaiting;
        }
    }

    /** Whether a line was waited for. */
    enum Hearing {
        /** It was, so it does not count towards a flood. */
        ASKED_FOR,
        /** An agent says a little by itself. */
        UNASKED,
        /** More of an answer than was allowed. */
        TOO_MUCH
    }

    /** Who takes the lines; called on the reader's thread, with one after the other. */
    @FunctionalInterface
    interface Ear {
        Hearing hear(String line);
    }

    /**
     * How much an agent may say unasked: it repeats itself every five seconds, so this many lines
     * in a window is a flood.
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

    private final Kind kind;
    private final String vm;
    private final SocketChannel channel;
    private final Flood flood;
    private final BlockingQueue<Outgoing> outgoing;
    private final CompletableFuture<End> ended = new CompletableFuture<>();

    private AgentTalk(Kind kind, String vm, SocketChannel channel, Flood flood) {
        this.kind = kind;
        this.vm = vm;
        this.channel = channel;
        this.flood = flood;
        this.outgoing = new ArrayBlockingQueue<>(kind.mostWaiting);
    }

    static AgentTalk join(Kind kind, String vm, Path socket, Flood flood, Ear ear)
            throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        AgentTalk talk = new AgentTalk(kind, vm, channel, flood);
        Thread.ofVirtual().name("agent reader of " + vm).start(() -> talk.read(ear));
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

    private void read(Ear ear) {
        Lines lines = new Lines(channel, kind.longestLine);
        long windowEnd = System.nanoTime() + flood.window().toNanos();
        int count = 0;
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (System.nanoTime() - windowEnd > 0) {
                    windowEnd = System.nanoTime() + flood.window().toNanos();
                    count = 0;
                }
                Hearing hearing = ear.hear(line.get());
                count += hearing == Hearing.ASKED_FOR ? 0 : 1;
                if (count > flood.lines() || hearing == Hearing.TOO_MUCH) {
                    end(untrusted("talks without end"));
                    return;
                }
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
                        kind.code + "-gone",
                        "The talk with the agent of " + kind.lives + " " + vm + " has ended.",
                        "Look at the " + kind.lives + ": oxt vm log " + vm));
    }

    private End untrusted(String how) {
        return new End.Untrusted(
                new Problem.Failed(
                        kind.code + "-untrusted",
                        "The agent of " + kind.lives + " " + vm + " " + how + ".",
                        "Do not trust this "
                                + kind.lives
                                + " any more; restart it: oxt vm reboot "
                                + vm));
    }
}
