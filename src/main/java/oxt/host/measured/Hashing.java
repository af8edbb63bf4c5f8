package oxt.host.measured;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import oxt.plan.Measurement;

/** One file that is being read, for everybody who waits for its digest. */
final class Hashing {
    /** Large enough that a call costs nothing beside its bytes. */
    private static final int CHUNK = 128 << 10;

    /** Eight MiB of chunks. A thread each, so that a large file does not hold up a small one. */
    private static final Semaphore TURNS = new Semaphore(64);

    private final TrustedFile.Seen file;
    private final FileDigests.Opening opening;
    private final CompletableFuture<Measurement> ended = new CompletableFuture<>();
    private volatile long bytes;
    private volatile boolean isUnwanted;
    private int waiting;

    Hashing(TrustedFile.Seen file, FileDigests.Opening opening) {
        this.file = file;
        this.opening = opening;
    }

    TrustedFile.Seen file() {
        return file;
    }

    CompletableFuture<Measurement> ended() {
        return ended;
    }

    /** Read by now. */
    long bytes() {
        return bytes;
    }

    void join() {
        waiting++;
    }

    /** The last who leaves ends it. */
    void leave() {
        waiting--;
        isUnwanted = waiting == 0;
    }

    boolean isUnwanted() {
        return isUnwanted;
    }

    /** A look before and one after: what nobody touched meanwhile is what was read. */
    Measurement read() {
        Path path = file.path();
        TURNS.acquireUninterruptibly();
        try (ReadableByteChannel content = opening.open(path);
                Sha256 digest = Sha256.begin()) {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
            long read = 0;
            while (!isUnwanted && content.read(chunk.clear()) >= 0) {
                digest.take(chunk.flip());
                read += chunk.limit();
                bytes = read;
            }
            if (isUnwanted) {
                return changed(path, "was not read to its end, because nobody waited for it");
            }
            return switch (TrustedFile.of(path)) {
                case TrustedFile.Seen after when after.equals(file) ->
                        new Measurement.Found(path.toString(), file.stamp(), digest.end());
                case TrustedFile.Seen _ -> changed(path, "was changed while it was read");
                case TrustedFile.Not(var why) -> why;
            };
        } catch (IOException broken) {
            return new Measurement.Unusable(
                    path.toString(),
                    "cannot be read: " + broken.getMessage(),
                    "Look at its disk and at its permissions.");
        } finally {
            TURNS.release();
        }
    }

    private static Measurement changed(Path path, String how) {
        return new Measurement.Unusable(
                path.toString(), how, "Wait until nobody writes to it, then try again.");
    }
}
