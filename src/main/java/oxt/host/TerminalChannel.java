package oxt.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/**
 * A terminal that is read and written and never becomes the process's own.
 *
 * <p>Java opens files without {@code O_NOCTTY}: the first terminal that a service of systemd's
 * opens so becomes its controlling terminal, and when that one hangs up, the service is told to end
 * (SIGHUP; tty_ioctl(4), setsid(2)).
 */
@SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
public final class TerminalChannel implements ByteChannel {
    /** O_RDWR, O_NOCTTY, O_NONBLOCK and O_CLOEXEC of open(2). */
    private static final int FLAGS = 2 | 0x100 | 0x800 | 0x80000;

    private static final int CHUNK = 4096;
    private static final short READABLE = 1;
    private static final short WRITABLE = 4;

    /** How long one who waits may not see that the channel was closed. */
    private static final int LOOK_MILLIS = 1000;

    private static final int INTERRUPTED = 4;
    private static final int IO_ERROR = 5;
    private static final int TRY_AGAIN = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle POLL =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("poll"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT),
                    Linker.Option.captureCallState("errno"));
    private static final MethodHandle READ = transfer("read");
    private static final MethodHandle WRITE = transfer("write");
    private static final MethodHandle CLOSE =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("close"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int descriptor;

    /** Calls under way; the last of them closes what was closed meanwhile. */
    private int users;

    private boolean open = true;

    private TerminalChannel(int descriptor) {
        this.descriptor = descriptor;
    }

    public static TerminalChannel open(Path terminal) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int descriptor =
                    (int) OPEN.invokeExact(state, arena.allocateFrom(terminal.toString()), FLAGS);
            if (descriptor < 0) {
                throw failed("open " + terminal, state);
            }
            return new TerminalChannel(descriptor);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Minus one where the other end is gone. */
    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return use(READ, READABLE, buffer);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        return use(WRITE, WRITABLE, buffer);
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }

    /** Whoever waits for something finds out within a second. */
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            closeUnused();
        }
    }

    private int use(MethodHandle call, short readiness, ByteBuffer buffer) throws IOException {
        begin();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment bytes = arena.allocate(CHUNK);
            int most = Math.min(buffer.remaining(), CHUNK);
            boolean reads = readiness == READABLE;
            if (!reads) {
                MemorySegment.copy(MemorySegment.ofBuffer(buffer), 0, bytes, 0, most);
            }
            while (true) {
                await(arena, state, readiness);
                long done = (long) call.invokeExact(state, descriptor, bytes, (long) most);
                if (done > 0) {
                    if (reads) {
                        buffer.put(bytes.asSlice(0, done).asByteBuffer());
                    } else {
                        buffer.position(buffer.position() + (int) done);
                    }
                    return (int) done;
                }
                int error = done == 0 ? IO_ERROR : (int) ERROR.get(state, 0L);
                if (reads && error == IO_ERROR) {
                    return -1; // a terminal whose other end was closed
                }
                if (error != TRY_AGAIN && error != INTERRUPTED) {
                    throw failed(reads ? "read" : "write", state);
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        } finally {
            end();
        }
    }

    private void await(Arena arena, MemorySegment state, short readiness) throws Throwable {
        // struct pollfd: the descriptor, what is waited for, what is there.
        MemorySegment wanted = arena.allocate(ValueLayout.JAVA_LONG);
        wanted.set(ValueLayout.JAVA_INT, 0, descriptor);
        wanted.set(ValueLayout.JAVA_SHORT, Integer.BYTES, readiness);
        int ready = 0;
        while (ready == 0) {
            if (!isOpen()) {
                throw new AsynchronousCloseException();
            }
            ready = (int) POLL.invokeExact(state, wanted, 1L, LOOK_MILLIS);
            if (ready < 0 && (int) ERROR.get(state, 0L) == INTERRUPTED) {
                ready = 0;
            }
        }
    }

    private synchronized void begin() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
        users++;
    }

    private synchronized void end() {
        users--;
        if (!open) {
            closeUnused();
        }
    }

    private void closeUnused() {
        if (users > 0) {
            return;
        }
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static IOException failed(String what, MemorySegment state) {
        return new IOException(what + ": " + SystemCalls.words((int) ERROR.get(state, 0L)));
    }

    private static MethodHandle transfer(String name) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG),
                Linker.Option.captureCallState("errno"));
    }
}
