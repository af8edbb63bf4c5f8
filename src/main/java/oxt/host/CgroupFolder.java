package oxt.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * One cgroup of version 2: some processes, and what they may have together. See the kernel's
 * Documentation/admin-guide/cgroup-v2.rst.
 */
public record CgroupFolder(Path path) {
    private static final String PROCESSES = "cgroup.procs";

    /** The cgroup of a name below this one, made where there is none. */
    public CgroupFolder make(String name) {
        Path child = path.resolve(name);
        try {
            Files.createDirectory(child);
        } catch (FileAlreadyExistsException _) {
            // Left by a daemon before this one, with its processes perhaps.
            return new CgroupFolder(child);
        } catch (IOException cause) {
            throw FileProblems.of(child, cause);
        }
        return new CgroupFolder(child);
    }

    public void limit(CgroupLimits limits) {
        write("memory.max", Long.toString(limits.memory().bytes()));
        write("cpu.weight", Integer.toString(limits.cpuWeight()));
        write("pids.max", Integer.toString(limits.tasks()));
    }

    /** Moves a process here with all its threads; its later children begin here. */
    public void put(long pid) {
        write(PROCESSES, Long.toString(pid));
    }

    /** The processes in this very cgroup; none where the cgroup is not there. */
    public List<Long> processes() {
        Path file = path.resolve(PROCESSES);
        try {
            return Files.readAllLines(file).stream().map(Long::valueOf).toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }

    /** Ends all processes in it and below (SIGKILL), also those that were forked meanwhile. */
    public void kill() {
        // Debian 12 is the oldest release we run on; its kernel, 6.1, has it (since 5.14).
        write("cgroup.kill", "1");
    }

    /** Removes an empty cgroup; says whether it is gone before the deadline. */
    public boolean remove(Deadline deadline) throws InterruptedException {
        // A process that was just killed still counts for a moment.
        return deadline.await(this::isGoneNow);
    }

    private boolean isGoneNow() {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    void write(String file, String value) {
        Path target = path.resolve(file);
        try {
            Files.writeString(target, value, StandardOpenOption.WRITE);
        } catch (IOException cause) {
            throw FileProblems.of(target, cause);
        }
    }
}
