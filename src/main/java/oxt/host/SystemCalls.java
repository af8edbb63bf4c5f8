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
import java.nio.file.Path;
import java.util.List;

/**
 * Linux's own calls, where neither Java nor the C library has them as they are wanted: the C
 * library's functions of these names change the rights of <em>all</em> threads, the calls only
 * those of the thread that makes them (nptl(7), "NPTL and credential changes").
 */
@SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
final class SystemCalls {
    private static final int INTERRUPTED = 4;
    private static final int INVALID = 22;
    private static final int CURRENT_FOLDER = -100;
    private static final int CREATE = 0x40;
    private static final int WRITE_ONLY = 1;
    private static final int APPEND = 0x400;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int READ_AND_WRITE = 2;
    private static final long MEMORY_CLOSE_ON_EXEC = 1;
    private static final long MEMORY_ALLOWS_SEALS = 2;
    private static final int ADD_SEALS = 1033;

    /** F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW and F_SEAL_WRITE of fcntl(2). */
    private static final long EVERY_SEAL = 1 | 2 | 4 | 8;

    private static final int OWNER_READS_AND_WRITES = 0600;
    private static final int NEW_NETWORK_AND_IPC = 0x40000000 | 0x08000000;
    private static final int DROP_FROM_BOUNDING_SET = 24;
    private static final int SET_NO_NEW_PRIVILEGES = 38;

    /** As many as fit the sets; the kernel says which is the first that it does not have. */
    private static final int MOST_CAPABILITIES = 64;

    /** _LINUX_CAPABILITY_VERSION_3 of capget(2): a header of 8 bytes, then 2 sets of 12. */
    private static final int CAPABILITY_VERSION = 0x20080522;

    private static final int CAPABILITY_BYTES = 24;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = syscall();
    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("strerror"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    /** The numbers of the calls, which each kind of processor has others of. */
    private record Numbers(
            long openat,
            long close,
            long prctl,
            long capset,
            long setgroups,
            long setresgid,
            long setresuid,
            long wait4,
            long unshare,
            long memfdCreate,
            long fcntl) {

        static Numbers of(String processor) {
            return switch (processor) {
                case "amd64" -> new Numbers(257, 3, 157, 126, 116, 119, 117, 61, 272, 319, 72);
                case "aarch64" -> new Numbers(56, 57, 167, 91, 159, 149, 147, 260, 97, 279, 25);
                case String other ->
                        throw new UnsupportedOperationException("no call is known on " + other);
            };
        }
    }

    private final Arena arena;
    private final MemorySegment state;
    private final Numbers numbers = Numbers.of(System.getProperty("os.arch"));

    /**
     * For one thread.
     *
     * @param arena for the calls' memory
     */
    SystemCalls(Arena arena) {
        this.arena = arena;
        this.state = arena.allocate(STATE);
    }

    /** Makes a call that does nothing, so that the next needs nothing but the kernel. */
    void prepare() {
        close(-1);
    }

    /** A descriptor that no other program gets by mistake. */
    int openToRead(Path file) throws IOException {
        return open(file, CLOSE_ON_EXEC);
    }

    int openToAppend(Path file) throws IOException {
        return open(file, WRITE_ONLY | CREATE | APPEND | CLOSE_ON_EXEC);
    }

    int openToChange(Path file) throws IOException {
        return open(file, READ_AND_WRITE | CLOSE_ON_EXEC);
    }

    int createMemory(String name) throws IOException {
        MemorySegment text = arena.allocateFrom(name);
        long flags = MEMORY_CLOSE_ON_EXEC | MEMORY_ALLOWS_SEALS;
        return (int) done("memfd_create", call(numbers.memfdCreate(), text.address(), flags, 0, 0));
    }

    /** Neither its length nor its bytes ever change again, nor this. */
    void seal(int descriptor) throws IOException {
        done("fcntl F_ADD_SEALS", call(numbers.fcntl(), descriptor, ADD_SEALS, EVERY_SEAL, 0));
    }

    private int open(Path file, int flags) throws IOException {
        MemorySegment path = arena.allocateFrom(file.toString());
        return (int)
                done(
                        "open " + file,
                        call(
                                numbers.openat(),
                                CURRENT_FOLDER,
                                path.address(),
                                flags,
                                OWNER_READS_AND_WRITES));
    }

    void close(int descriptor) {
        long _ = call(numbers.close(), descriptor, 0, 0, 0);
    }

    /** From here on this thread, and what it starts, has a network and IPC of its own: none. */
    void leaveNetwork() throws IOException {
        done("unshare", call(numbers.unshare(), NEW_NETWORK_AND_IPC, 0, 0, 0));
    }

    /** From here on this thread, and what it starts, is another user who may do nothing special. */
    void become(Spawn.Rights.Of user) throws IOException {
        dropBoundingSet();
        MemorySegment groups = arena.allocate(ValueLayout.JAVA_INT, Math.max(1, count(user)));
        for (int index = 0; index < user.groups().size(); index++) {
            groups.setAtIndex(ValueLayout.JAVA_INT, index, user.groups().get(index));
        }
        done("setgroups", call(numbers.setgroups(), count(user), groups.address(), 0, 0));
        int group = user.groupId();
        done("setresgid", call(numbers.setresgid(), group, group, group, 0));
        int id = user.userId();
        // Takes the permitted and the effective capabilities away as well (capabilities(7)).
        done("setresuid", call(numbers.setresuid(), id, id, id, 0));
        MemorySegment header = arena.allocate(ValueLayout.JAVA_INT, 2);
        header.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION);
        MemorySegment none = arena.allocate(CAPABILITY_BYTES);
        done("capset", call(numbers.capset(), header.address(), none.address(), 0, 0));
    }

    private static long count(Spawn.Rights.Of user) {
        return user.groups().size();
    }

    private void dropBoundingSet() throws IOException {
        for (int capability = 0; capability < MOST_CAPABILITIES; capability++) {
            long answer = call(numbers.prctl(), DROP_FROM_BOUNDING_SET, capability, 0, 0);
            if (answer == -INVALID) {
                return;
            }
            done("prctl PR_CAPBSET_DROP", answer);
        }
    }

    /** No program that this thread starts gets rights that the thread does not have. */
    void renounceNewPrivileges() throws IOException {
        done("prctl PR_SET_NO_NEW_PRIVS", call(numbers.prctl(), SET_NO_NEW_PRIVILEGES, 1, 0, 0));
    }

    /** Waits until a child has ended, and lets the kernel forget it. */
    void reap(long child) {
        long answer = -INTERRUPTED;
        while (answer == -INTERRUPTED) {
            answer = call(numbers.wait4(), child, 0, 0, 0);
        }
    }

    /** What the kernel answered; an error as errno(3) with a minus. */
    private long call(long number, long first, long second, long third, long fourth) {
        try {
            long answer =
                    (long) SYSCALL.invokeExact(state, number, first, second, third, fourth, 0L);
            return answer == -1 ? -(int) ERROR.get(state, 0L) : answer;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static long done(String what, long answer) throws IOException {
        if (answer < 0) {
            throw new IOException(what + ": " + words((int) -answer));
        }
        return answer;
    }

    /** An error's number of errno(3) in words. */
    static String words(int error) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(error);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle syscall() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(word, word, word, word, word, word, word),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
    }

    /** An array of C's strings, with a null pointer at its end. */
    static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
        for (int index = 0; index < texts.size(); index++) {
            array.setAtIndex(ValueLayout.ADDRESS, index, arena.allocateFrom(texts.get(index)));
        }
        return array;
    }
}
