package oxt.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import oxt.host.Accounts;

/** A file system of a few MiB in a folder, which can be filled to the last byte and freed again. */
final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** ext4 in a file, by the kernel's loop device; skips the test of whoever may not mount. */
    static SmallDisk ext4(Path folder, int mebibytes) throws IOException, InterruptedException {
        Path file = folder.resolveSibling(folder.getFileName() + ".ext4");
        try (RandomAccessFile blank = new RandomAccessFile(file.toFile(), "rw")) {
            blank.setLength((long) mebibytes << 20);
        }
        run("mkfs.ext4", "-q", "-F", "-m", "0", file.toString());
        return mounted(folder, "mount", "-o", "loop", file.toString());
    }

    static SmallDisk memory(Path folder, int mebibytes) throws IOException, InterruptedException {
        return mounted(folder, "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "oxt-test");
    }

    private static SmallDisk mounted(Path folder, String... command)
            throws IOException, InterruptedException {
        assumeTrue(Accounts.ownUserId() == 0, "only root may mount a small file system to fill");
        Files.createDirectories(folder);
        String[] all = java.util.Arrays.copyOf(command, command.length + 1);
        all[command.length] = folder.toString();
        run(all);
        Set<PosixFilePermission> open =
                java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x");
        Files.setPosixFilePermissions(folder, open);
        return new SmallDisk(folder);
    }

    /** Nobody can write another block. */
    void fill() throws IOException {
        try (FileChannel filler =
                FileChannel.open(
                        folder.resolve(FILLER),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            for (int size = 1 << 20; size >= 1; size /= 16) {
                append(filler, size);
            }
        }
    }

    /** As {@link #fill}, but for so many bytes. */
    void fillUpTo(int spare) throws IOException {
        fill();
        try (FileChannel filler =
                FileChannel.open(folder.resolve(FILLER), StandardOpenOption.WRITE)) {
            filler.truncate(Math.max(0, filler.size() - spare));
            filler.force(true);
        }
    }

    private static void append(FileChannel filler, int size) {
        try {
            while (true) {
                filler.write(ByteBuffer.allocate(size));
                filler.force(true);
            }
        } catch (IOException full) {
            // So many bytes do not fit any more.
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(folder.resolve(FILLER));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(
                    "This test needs a small file system: "
                            + String.join(" ", command)
                            + " said "
                            + said);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            // A process that has just been killed may have files open for a moment.
            run("umount", "--lazy", folder.toString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
