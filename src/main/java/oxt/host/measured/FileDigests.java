package oxt.host.measured;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import oxt.host.FileProblems;
import oxt.model.Digest;
import oxt.plan.FileStamp;
import oxt.plan.Measurement;

/**
 * The digests of this machine's files: each file is read once, by a thread of its own, for all who
 * ask, and not again as long as nobody touches it.
 */
public final class FileDigests {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /**
     * The kernel's clock for files moves every few milliseconds: what is written twice in one tick
     * has the same times. After two seconds no doubt is left, whatever the file system's.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** What another machine or program may change without this kernel's knowing when. */
    private static final Pattern FOREIGN =
            Pattern.compile("nfs.*|cifs|smb.*|9p|virtiofs|fuse.*|ceph|afs|gfs2?|ocfs2|lustre");

    private final DigestsKept kept;
    private final InstantSource clock;
    private final Opening opening;
    private final Map<FileStamp, Hashing> hashings = new HashMap<>();

    /** How a file is read. */
    interface Opening {
        ReadableByteChannel open(Path file) throws IOException;
    }

    /** Somebody who waits. */
    public interface Watch {
        /** How far it has come. */
        void read(Path file, long bytes, long all);

        /** Nobody waits any more. */
        boolean isOver();
    }

    private sealed interface Answer {
        record Known(Digest digest) implements Answer {}

        record Awaited(Hashing hashing) implements Answer {}
    }

    FileDigests(DigestsKept kept, InstantSource clock, Opening opening) {
        this.kept = kept;
        this.clock = clock;
        this.opening = opening;
    }

    public FileDigests(DigestsKept kept) {
        this(
                kept,
                InstantSource.system(),
                file ->
                        Files.newByteChannel(
                                file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** Kept in the run folder, for the daemons of one boot. */
    public static FileDigests in(Path run) {
        Path boot = Path.of("/proc/sys/kernel/random/boot_id");
        try {
            return new FileDigests(
                    new DigestsKept(run.resolve("digests"), Files.readString(boot).strip()));
        } catch (IOException cause) {
            throw FileProblems.of(boot, cause);
        }
    }

    public DigestsKept kept() {
        return kept;
    }

    /** An {@link InterruptedException} where nobody waits any more. */
    public Measurement of(Path file, Watch watch) throws InterruptedException {
        return switch (TrustedFile.of(file)) {
            case TrustedFile.Not(var why) -> why;
            case TrustedFile.Seen seen ->
                    switch (ask(seen)) {
                        case Answer.Known(var digest) ->
                                new Measurement.Found(file.toString(), seen.stamp(), digest);
                        case Answer.Awaited(var hashing) -> named(file, await(hashing, watch));
                    };
        };
    }

    /** Whether it is still that file, untouched; nothing is read. */
    public static boolean isStill(Path file, FileStamp stamp) {
        return TrustedFile.of(file) instanceof TrustedFile.Seen(_, var now) && now.equals(stamp);
    }

    private Measurement await(Hashing hashing, Watch watch) throws InterruptedException {
        TrustedFile.Seen seen = hashing.file();
        try {
            while (true) {
                try {
                    return hashing.ended().get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    watch.read(seen.path(), hashing.bytes(), seen.stamp().size());
                }
                if (watch.isOver()) {
                    throw new InterruptedException("nobody waits for " + seen.path());
                }
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            leave(hashing);
        }
    }

    /** Somebody else may have read it a moment ago, or be reading it. */
    private synchronized Answer ask(TrustedFile.Seen seen) {
        Optional<Digest> known = kept.find(seen.stamp());
        if (known.isPresent()) {
            return new Answer.Known(known.get());
        }
        Hashing hashing = hashings.get(seen.stamp());
        if (hashing == null) {
            Hashing begun = new Hashing(seen, opening);
            hashings.put(seen.stamp(), begun);
            // A thread of the system's: to hash is work, and virtual threads would wait for it.
            Thread.ofPlatform().daemon().name("measure " + seen.path()).start(() -> run(begun));
            hashing = begun;
        }
        hashing.join();
        return new Answer.Awaited(hashing);
    }

    private synchronized void leave(Hashing hashing) {
        hashing.leave();
        if (hashing.isUnwanted()) {
            hashings.remove(hashing.file().stamp(), hashing);
        }
    }

    private void run(Hashing hashing) {
        Instant begun = clock.instant();
        try {
            Measurement measured = hashing.read();
            if (measured instanceof Measurement.Found(_, var stamp, var digest)
                    && isSettled(stamp, begun)
                    && !isForeign(hashing.file().path())) {
                kept.keep(stamp, digest);
            }
            hashing.ended().complete(measured);
        } catch (RuntimeException | Error bug) {
            hashing.ended().completeExceptionally(bug);
        }
    }

    private static boolean isSettled(FileStamp stamp, Instant begun) {
        long touched = Math.max(stamp.modifiedNanos(), stamp.changedNanos());
        long now = TimeUnit.MILLISECONDS.toNanos(begun.toEpochMilli());
        return now - touched > SETTLED.toNanos();
    }

    private static boolean isForeign(Path file) {
        try {
            String type = Files.getFileStore(file).type().toLowerCase(Locale.ROOT);
            return FOREIGN.matcher(type).matches();
        } catch (IOException unknown) {
            return true;
        }
    }

    /** By the name it was asked for. */
    private static Measurement named(Path file, Measurement measured) {
        return switch (measured) {
            case Measurement.Found(_, var stamp, var digest) ->
                    new Measurement.Found(file.toString(), stamp, digest);
            case Measurement.Unusable(_, var why, var remedy) ->
                    new Measurement.Unusable(file.toString(), why, remedy);
        };
    }
}
