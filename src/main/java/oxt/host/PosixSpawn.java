package oxt.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** posix_spawn(3) of glibc 2.34 and newer: makes a process of a program in one go. */
@SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
final class PosixSpawn {
    /** More than glibc's structures take, on any processor: 80, 336 and 128 bytes. */
    private static final long STRUCTURE_BYTES = 512;

    private static final int SET_SIGNAL_DEFAULTS = 0x04;
    private static final int SET_SIGNAL_MASK = 0x08;
    private static final int SET_SESSION = 0x80;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout POINTER = ValueLayout.ADDRESS;

    private static final MethodHandle SPAWN =
            function("posix_spawn", POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle INIT_ACTIONS =
            function("posix_spawn_file_actions_init", POINTER);
    private static final MethodHandle DESTROY_ACTIONS =
            function("posix_spawn_file_actions_destroy", POINTER);
    private static final MethodHandle ADD_COPY =
            function("posix_spawn_file_actions_adddup2", POINTER, INT, INT);
    private static final MethodHandle ADD_FOLDER =
            function("posix_spawn_file_actions_addchdir_np", POINTER, POINTER);
    private static final MethodHandle ADD_CLOSE_FROM =
            function("posix_spawn_file_actions_addclosefrom_np", POINTER, INT);
    private static final MethodHandle INIT_ATTRIBUTES = function("posix_spawnattr_init", POINTER);
    private static final MethodHandle DESTROY_ATTRIBUTES =
            function("posix_spawnattr_destroy", POINTER);
    private static final MethodHandle SET_FLAGS =
            function("posix_spawnattr_setflags", POINTER, ValueLayout.JAVA_SHORT);
    private static final MethodHandle SET_MASK =
            function("posix_spawnattr_setsigmask", POINTER, POINTER);
    private static final MethodHandle SET_DEFAULTS =
            function("posix_spawnattr_setsigdefault", POINTER, POINTER);
    private static final MethodHandle EMPTY_SIGNALS = function("sigemptyset", POINTER);
    private static final MethodHandle FILL_SIGNALS = function("sigfillset", POINTER);

    private PosixSpawn() {}

    /** Links the functions, which is done when this class is first used. */
    static void prepare() {}

    /**
     * A new process, in a session of its own and in the folder {@code /}, that has no other
     * descriptors than those, counted from 0, takes all signals as if nobody had ever changed what
     * they do, and has the rights and namespaces of the calling thread.
     *
     * @param environment as {@code NAME=VALUE}
     */
    static int start(
            Arena arena, List<String> command, List<String> environment, List<Integer> descriptors)
            throws IOException {
        MemorySegment actions = arena.allocate(STRUCTURE_BYTES);
        MemorySegment attributes = arena.allocate(STRUCTURE_BYTES);
        MemorySegment pid = arena.allocate(INT);
        MemorySegment arguments = SystemCalls.strings(arena, command);
        MemorySegment variables = SystemCalls.strings(arena, environment);
        MemorySegment program = arena.allocateFrom(command.getFirst());
        try {
            must((int) INIT_ACTIONS.invokeExact(actions));
            must((int) INIT_ATTRIBUTES.invokeExact(attributes));
            for (int index = 0; index < descriptors.size(); index++) {
                must((int) ADD_COPY.invokeExact(actions, (int) descriptors.get(index), index));
            }
            must((int) ADD_CLOSE_FROM.invokeExact(actions, descriptors.size()));
            must((int) ADD_FOLDER.invokeExact(actions, arena.allocateFrom("/")));
            setAttributes(arena, attributes);
            int error =
                    (int)
                            SPAWN.invokeExact(
                                    pid, program, actions, attributes, arguments, variables);
            must((int) DESTROY_ACTIONS.invokeExact(actions));
            must((int) DESTROY_ATTRIBUTES.invokeExact(attributes));
            if (error != 0) {
                throw new IOException(command.getFirst() + ": " + SystemCalls.words(error));
            }
            return pid.get(INT, 0);
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void setAttributes(Arena arena, MemorySegment attributes) throws Throwable {
        MemorySegment none = arena.allocate(STRUCTURE_BYTES);
        MemorySegment all = arena.allocate(STRUCTURE_BYTES);
        must((int) EMPTY_SIGNALS.invokeExact(none));
        must((int) FILL_SIGNALS.invokeExact(all));
        must((int) SET_MASK.invokeExact(attributes, none));
        must((int) SET_DEFAULTS.invokeExact(attributes, all));
        short flags = SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK | SET_SESSION;
        must((int) SET_FLAGS.invokeExact(attributes, flags));
    }

    /** Of these the manual knows no error but too little memory. */
    private static void must(int error) {
        if (error != 0) {
            throw new AssertionError("posix_spawn(3): " + SystemCalls.words(error));
        }
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(INT, arguments));
    }
}
