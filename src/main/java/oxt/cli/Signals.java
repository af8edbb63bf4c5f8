package oxt.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What the operating system does when Ctrl-C is pressed (signal(2)). */
final class Signals {
    private static final int SIGINT = 2;

    private Signals() {}

    /**
     * From now on Ctrl-C ends the process at once. The JVM has no way to say this: while its
     * shutdown hooks run, it takes further signals and does nothing.
     */
    @SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
    static void endAtOnceOnInterrupt() {
        Linker linker = Linker.nativeLinker();
        MethodHandle signal =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("signal"),
                        FunctionDescriptor.of(
                                ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try {
            // SIG_DFL is the null pointer.
            MemorySegment _ = (MemorySegment) signal.invokeExact(SIGINT, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
