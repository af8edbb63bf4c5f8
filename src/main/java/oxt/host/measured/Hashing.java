package oxt.host.measured;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import oxt.model.Digest;
import oxt.plan.Measurement;

/** One file that is being read, for everybody who waits for its digest. */
final class Hashing {
    private static final int CHUNK = 64 << 10;

    /** Four MiB of chunks. A thread each, so that a large file does not hold up a small one. */
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
        try (InputStream content = opening.open(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            long read = 0;
            int count = content.read(chunk);
            while (count >= 0 && !isUnwanted) {
                digest.update(chunk, 0, count);
                read += count;
                bytes = read;
                count = content.read(chunk);
            }
            if (isUnwanted) {
                return changed(path, "was not read to its end, because nobody waited for it");
            }
            return switch (TrustedFile.of(path)) {
                case TrustedFile.Seen after when after.equals(file) ->
                        new Measurement.Found(
                                path.toString(), file.stamp(), digest(digest.digest()));
                case TrustedFile.Seen _ -> changed(path, "was changed while it was read");
                case TrustedFile.Not(var why) -> why;
            };
        } catch (IOException broken) {
            return new Measurement.Unusable(
                    path.toString(),
                    "cannot be read: " + broken.getMessage(),
                    "Look at its disk and at its permissions.");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        } finally {
            TURNS.release();
        }
    }

    private static Measurement changed(Path path, String how) {
        return new Measurement.Unusable(
                path.toString(), how, "Wait until nobody writes to it, then try again.");
    }

    private static Digest digest(byte[] digest) {
        return new Digest("sha256:" + HexFormat.of().formatHex(digest));
    }
}
