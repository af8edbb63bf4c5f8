package oxt.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * A file without a name that lies in memory (memfd_create(2)), gone with the last who has it open.
 *
 * <p>Sealed, its bytes are what they are for good, also for a process that may open it for writing:
 * what maps it privately gets pages of its own where it writes.
 */
public final class MemoryFile implements AutoCloseable {
    private final int descriptor;
    private boolean sealed;

    private MemoryFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * @param name for people who look at what is open
     */
    public static MemoryFile create(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return new MemoryFile(new SystemCalls(arena).createMemory(name));
        }
    }

    /** Where this process, or one that it starts by {@link Spawn}, opens it. */
    public Path path() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    /** Nobody may have it mapped for writing to all. */
    public synchronized void seal() throws IOException {
        if (sealed) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            new SystemCalls(arena).seal(descriptor);
            sealed = true;
        }
    }

    @Override
    public void close() {
        try (Arena arena = Arena.ofConfined()) {
            new SystemCalls(arena).close(descriptor);
        }
    }
}
