package oxt.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sits in the place of a real QEMU's monitor, between it and the daemon, and lies as it is told.
 * The greeting and the first answer of each talk are true: who never gets those has no talk.
 */
final class MonitorProxy implements AutoCloseable {
    /** More than the patience of whoever asks. */
    private static final long LATE_MILLIS = 6_000;

    private static final String EVENT =
            "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"BALLOON_CHANGE\","
                    + " \"data\": {\"actual\": 1}}";

    /** How the daemon is answered. */
    enum Mood {
        FAITHFUL,
        /** Each answer is bytes that are no JSON. */
        GARBAGE,
        /** Each answer is JSON of another kind than what was asked for. */
        NONSENSE,
        /** Each answer comes when nobody waits for it any more. */
        LATE,
        TWICE,
        NEVER,
        /** The talk ends in the middle of each answer. */
        CUT,
        /** Events without an end, as fast as they are taken. */
        FLOOD
    }

    private final Path socket;
    private final Path real;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.FAITHFUL;
    private volatile Trap trap = new Trap("no command", () -> {});

    /** What happens in the moment before QEMU hears a command. */
    record Trap(String command, Runnable deed) {}

    /** While no daemon talks with this monitor. */
    MonitorProxy(Path socket) throws IOException {
        this.socket = socket;
        this.real = socket.resolveSibling("real.sock");
        Files.move(socket, real);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    void mood(Mood next) {
        mood = next;
    }

    void trap(Trap next) {
        trap = next;
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel daemon = server.accept();
                SocketChannel qemu = SocketChannel.open(UnixDomainSocketAddress.of(real));
                open.add(daemon);
                open.add(qemu);
                Thread.ofVirtual().start(() -> forward(daemon, qemu));
                Thread.ofVirtual().start(() -> answer(qemu, daemon));
                Thread.ofVirtual().start(() -> flood(daemon));
            }
        } catch (IOException closed) {
            // The test is over, or QEMU is.
        }
    }

    private void forward(SocketChannel from, SocketChannel to) {
        try (from;
                to) {
            BufferedReader lines = lines(from);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(trap.command())) {
                    trap.deed().run();
                }
                say(to, line + "\n");
            }
        } catch (IOException gone) {
            // One of them has ended the talk.
        }
    }

    private void answer(SocketChannel from, SocketChannel to) {
        try (from;
                to) {
            BufferedReader lines = lines(from);
            say(to, lines.readLine() + "\n");
            say(to, lines.readLine() + "\n");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                distort(line, to);
            }
        } catch (IOException | InterruptedException gone) {
            // One of them has ended the talk.
        }
    }

    private void distort(String line, SocketChannel to) throws IOException, InterruptedException {
        switch (mood) {
            case FAITHFUL, FLOOD -> say(to, line + "\n");
            case GARBAGE -> say(to, "\u0000\u0007}{ what?\n");
            case NONSENSE ->
                    say(
                            to,
                            line.replaceFirst(
                                            "\"return\": ?.*, ?\"id\"", "\"return\": [[7]], \"id\"")
                                    + "\n");
            case LATE -> {
                Thread.sleep(LATE_MILLIS);
                say(to, line + "\n");
            }
            case TWICE -> say(to, line + "\n" + line + "\n");
            case NEVER -> {}
            case CUT -> {
                say(to, line.substring(0, line.length() / 2));
                to.close();
            }
        }
    }

    private void flood(SocketChannel to) {
        try {
            while (to.isOpen()) {
                if (mood == Mood.FLOOD) {
                    say(to, (EVENT + "\n").repeat(50));
                } else {
                    Thread.sleep(20);
                }
            }
        } catch (IOException | InterruptedException gone) {
            // The talk has ended.
        }
    }

    private static BufferedReader lines(SocketChannel channel) {
        return new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    private static void say(SocketChannel to, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        synchronized (to) {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
        Files.deleteIfExists(socket);
        Files.deleteIfExists(real);
    }
}
