package oxt.engine.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.host.TerminalChannel;
import oxt.model.Problem;

/**
 * The daemon's end of a VM's serial line, and the only one: what the VM writes goes to its log and
 * to everybody who looks.
 */
public final class SerialLine implements AutoCloseable {
    /** What a VM writes at once; small enough that many lines cost little. */
    private static final int CHUNK = 4096;

    /** A viewer that is further behind misses the oldest: 1 MiB at most is kept for each. */
    private static final int MOST_CHUNKS_BEHIND = 256;

    /** It reads and appends to a file. */
    private static final long STACK_BYTES = 256 << 10;

    /** Typed and not yet taken; a guest that reads nothing must not stop the one who types. */
    private static final int MOST_TYPED = 64;

    public static final int MOST_VIEWERS = 16;

    private final String vm;
    private final ByteChannel channel;
    private final ConsoleLog log;
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<byte[]> typed = new ArrayBlockingQueue<>(MOST_TYPED);
    private volatile boolean open = true;

    private SerialLine(String vm, ByteChannel channel, ConsoleLog log) {
        this.vm = vm;
        this.channel = channel;
        this.log = log;
    }

    /** Over a socket, whose other end is the VM's process. */
    public static SerialLine of(String vm, SocketChannel channel, ConsoleLog log) {
        return new SerialLine(vm, channel, log).begin(Thread.ofVirtual());
    }

    /** Over a terminal: a thread that reads one cannot be shared while it waits. */
    public static SerialLine of(String vm, TerminalChannel terminal, ConsoleLog log) {
        return new SerialLine(vm, terminal, log)
                .begin(Thread.ofPlatform().daemon().stackSize(STACK_BYTES));
    }

    private SerialLine begin(Thread.Builder threads) {
        Thread writer = threads.name("console writer of " + vm).start(this::write);
        threads.name("console reader of " + vm)
                .start(
                        () -> {
                            read();
                            writer.interrupt();
                        });
        return this;
    }

    public boolean isOpen() {
        return open;
    }

    public Views.Console join() throws EngineException {
        Viewer viewer = new Viewer();
        synchronized (viewers) {
            if (viewers.size() >= MOST_VIEWERS) {
                throw new EngineException(
                        new Problem.Conflict(
                                "too-many-viewers",
                                MOST_VIEWERS + " people look at the console of " + vm + " already.",
                                "Leave one of the consoles."));
            }
            viewers.add(viewer);
        }
        if (!open) {
            viewer.end();
        }
        return viewer;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            report(gone);
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
                log.append(bytes);
                viewers.forEach(viewer -> viewer.offer(bytes));
            }
        } catch (IOException gone) {
            report(gone);
        }
        open = false;
        close();
        viewers.forEach(Viewer::end);
    }

    private void write() {
        try {
            while (true) {
                ByteBuffer bytes = ByteBuffer.wrap(typed.take());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException gone) {
            report(gone);
        } catch (InterruptedException ended) {
            // The line is gone, and nobody is left to write to.
        }
    }

    private void report(IOException gone) {
        System.getLogger(SerialLine.class.getName())
                .log(System.Logger.Level.DEBUG, "serial line of " + vm, gone);
    }

    private final class Viewer implements Views.Console {
        private final BlockingQueue<byte[]> behind = new ArrayBlockingQueue<>(MOST_CHUNKS_BEHIND);
        private volatile boolean ended;

        @Override
        public Optional<byte[]> read(Duration patience) throws InterruptedException {
            byte[] bytes = ended ? behind.poll() : poll(patience);
            if (bytes == null) {
                return ended ? Optional.empty() : Optional.of(new byte[0]);
            }
            return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
        }

        private byte @org.jspecify.annotations.Nullable [] poll(Duration patience)
                throws InterruptedException {
            return behind.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void write(byte[] bytes) throws EngineException {
            if (!open) {
                throw new EngineException(
                        new Problem.Conflict(
                                "vm-is-off", "VM " + vm + " is off.", "Run: oxt vm start NAME"));
            }
            if (!typed.offer(bytes.clone())) {
                throw new EngineException(
                        new Problem.Conflict(
                                "console-not-reading",
                                "VM " + vm + " does not read what is typed on its console.",
                                "Wait until it does."));
            }
        }

        @Override
        public void close() {
            viewers.remove(this);
            end();
        }

        void offer(byte[] bytes) {
            while (!behind.offer(bytes)) {
                behind.poll();
            }
        }

        /** An empty array wakes whoever waits. */
        void end() {
            ended = true;
            offer(new byte[0]);
        }
    }
}
