package oxt.store;

import java.nio.file.Path;

/** One thing that a process asked of the file system, or said, in the order in which it did. */
sealed interface DiskEvent {

    record MakeFolder(Path folder) implements DiskEvent {}

    /** Made where there was none; what was in it stays. */
    record Open(Path file) implements DiskEvent {}

    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Write(Path file, long offset, byte[] bytes) implements DiskEvent {}

    record Resize(Path file, long size) implements DiskEvent {}

    /** From here on this thread waits for the disk. */
    record SyncBegun(int thread, Path path) implements DiskEvent {}

    /** What was written before it began is on the disk, or for a folder its names. */
    record SyncDone(int thread) implements DiskEvent {}

    record Rename(Path from, Path to) implements DiskEvent {}

    record Remove(Path file) implements DiskEvent {}

    /** A line on the standard output. */
    record Say(String line) implements DiskEvent {}
}
