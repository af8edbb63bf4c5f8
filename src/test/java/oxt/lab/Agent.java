package oxt.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code lab-agent} in dom0, as seen from here: lines over a port of the machine's.
 *
 * <p>It is called every few seconds, so that a dom0 that hangs is told from a script that takes
 * long.
 */
final class Agent implements AutoCloseable {
    private static final int CALL_MILLIS = 5_000;
    private static final int TRY_MILLIS = 100;

    private final Map<String, Integer> ended = new ConcurrentHashMap<>();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    /** When it last said something, of those moments at which it was asked to. */
    private final AtomicLong heard = new AtomicLong(System.nanoTime());

    private final Path socket;
    private volatile @Nullable SocketChannel channel;

    Agent(Path socket) {
        this.socket = socket;
        Thread.startVirtualThread(this::listen);
        Thread.startVirtualThread(this::call);
    }

    boolean isReady() {
        return ready.get();
    }

    /** Since when nothing came back; nothing is expected of one that is not ready. */
    Duration silence() {
        return ready.get() ? Duration.ofNanos(System.nanoTime() - heard.get()) : Duration.ZERO;
    }

    void run(String name) {
        ended.remove(name);
        say("run " + name);
    }

    OptionalInt status(String name) {
        Integer status = ended.get(name);
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    void off() {
        say("off now");
    }

    private void listen() {
        try (SocketChannel open = connect();
                var lines =
                        new BufferedReader(Channels.newReader(open, StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException | InterruptedException gone) {
            // With the machine, whose process tells how it ended.
        }
    }

    private void hear(String line) {
        heard.set(System.nanoTime());
        String[] words = line.split(" ");
        switch (words[0]) {
            case "ready" -> ready.set(true);
            case "ended" -> ended.put(words[1], Integer.parseInt(words[2]));
            default -> {} // pong
        }
    }

    /** QEMU makes the socket when it begins. */
    private SocketChannel connect() throws InterruptedException, IOException {
        while (!over.get()) {
            var open = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                open.connect(UnixDomainSocketAddress.of(socket));
                channel = open;
                return open;
            } catch (IOException notYet) {
                open.close();
                Thread.sleep(TRY_MILLIS);
            }
        }
        throw new IOException("over");
    }

    private void call() {
        try {
            for (long number = 0; !over.get(); number++) {
                Thread.sleep(CALL_MILLIS);
                if (ready.get()) {
                    say("ping " + number);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void say(String line) {
        SocketChannel open = channel;
        if (open == null) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException gone) {
            // As above.
        }
    }

    @Override
    public void close() {
        over.set(true);
        SocketChannel open = channel;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
