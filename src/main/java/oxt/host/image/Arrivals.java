package oxt.host.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import oxt.host.FileProblems;
import oxt.host.FileTree;
import oxt.host.PosixFiles;
import oxt.model.ByteSize;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Files that come over the API, until somebody has taken them in: the folder {@code
 * STATE/arriving}.
 *
 * <p>The bytes come over the connection, not the name of a file: so it is the caller's right to
 * read them that counts, not ours. What a daemon that died had received is thrown away.
 */
public final class Arrivals {
    /** Each takes as much of the disk as its sender likes; more at once help nobody. */
    public static final int AT_ONCE = 4;

    private static final int CHUNK = 64 << 10;

    /** Between looks at what room is left. */
    private static final int CHUNKS_PER_LOOK = 256;

    private final Path folder;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final AtomicLong numbers = new AtomicLong();

    public Arrivals(Path state) {
        this.folder = state.toAbsolutePath().resolve("arriving");
    }

    /** A file that is whole; its user closes it, also after having moved it away. */
    public final class Arrival implements AutoCloseable {
        private final Path own;

        private Arrival(Path own) {
            this.own = own;
        }

        /** By which what it holds can be found again. */
        public String name() {
            return own.getFileName().toString();
        }

        /** Where what is made of it waits to be taken in. */
        public Path brought() {
            return own.resolve("brought");
        }

        /** An empty folder to work in, which a jail may be let into. */
        public Path work() throws IOException {
            Path work = own.resolve("work");
            FileTree.remove(work);
            // The jailed program passes through; of the rest it sees nothing.
            for (Path each : List.of(folder, own)) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx--x--x"));
            }
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
            return Files.createDirectory(
                    work,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }

        public Path file() {
            return own.resolve("file");
        }

        @Override
        public void close() {
            FileTree.remove(own);
            room.release();
        }
    }

    /** Throws away what was left. */
    public void clear() {
        FileTree.remove(folder);
    }

    /**
     * Takes all that comes; whole stretches of zeros become holes.
     *
     * @param length as the sender says, where it does
     */
    public Arrival receive(InputStream in, OptionalLong length) {
        if (!room.tryAcquire()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "over-limit",
                            "Too many files are being received: the limit arrivals is "
                                    + AT_ONCE
                                    + ".",
                            "Wait until one of them is in, and try again."));
        }
        Arrival arrival = new Arrival(folder.resolve(Long.toString(numbers.incrementAndGet())));
        try {
            PosixFiles.makeFolder(folder, "rwx------");
            Files.createDirectory(
                    arrival.own,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            FreeSpace space = FreeSpace.of(arrival.own);
            space.require(new ByteSize(length.orElse(0)));
            copy(in, arrival.file(), space, length);
            return arrival;
        } catch (IOException e) {
            arrival.close();
            throw FileProblems.of(folder, e);
        } catch (RuntimeException e) {
            arrival.close();
            throw e;
        }
    }

    private static void copy(InputStream in, Path file, FreeSpace space, OptionalLong length)
            throws IOException {
        byte[] zeros = new byte[CHUNK];
        byte[] chunk = new byte[CHUNK];
        long at = 0;
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int chunks = 1; ; chunks++) {
                int count = read(in, chunk);
                if (!Arrays.equals(chunk, 0, count, zeros, 0, count)) {
                    write(out, ByteBuffer.wrap(chunk, 0, count), at);
                }
                at += count;
                if (count < CHUNK) {
                    break;
                }
                if (chunks % CHUNKS_PER_LOOK == 0) {
                    space.require(new ByteSize(0));
                }
            }
            if (at > out.size()) {
                write(out, ByteBuffer.wrap(zeros, 0, 1), at - 1);
            }
        }
        if (length.isPresent() && at != length.getAsLong()) {
            throw cutOff(new IOException("the end after " + at + " bytes"));
        }
    }

    private static int read(InputStream in, byte[] chunk) {
        try {
            return in.readNBytes(chunk, 0, chunk.length);
        } catch (IOException gone) {
            throw cutOff(gone);
        }
    }

    private static ProblemException cutOff(IOException cause) {
        return new ProblemException(
                new Problem.Failed(
                        "file-cut-off", "The file did not come whole.", "Send it again."),
                cause);
    }

    private static void write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
        long from = at - bytes.position();
        while (bytes.hasRemaining()) {
            out.write(bytes, from + bytes.position());
        }
    }
}
