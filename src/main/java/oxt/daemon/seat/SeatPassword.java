package oxt.daemon.seat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.host.FileProblems;
import oxt.host.PosixFiles;
import oxt.host.crypto.PasswordLibrary;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.seat.Tries;

/** The password without which nobody unlocks the seat, where there is one. It is in one file. */
public final class SeatPassword {
    private static final int SHORTEST = 8;

    /** In bytes; crypt(3) takes 512. */
    private static final int LONGEST = 500;

    private static final int SALT_BYTES = 16;
    private static final String ONLY_OURS = "rw-------";

    /** What is kept, and after how many idle seconds the seat locks itself; 0 is never. */
    private static final Pattern FORM = Pattern.compile("(\\S{1,384}) ([0-9]{1,6})\n");

    /** Of no password: so is a file that somebody spoilt, and the seat stays locked. */
    private static final Kept NOBODYS = new Kept("*", Duration.ZERO);

    private final Path file;
    private final InstantSource clock;
    private Optional<Kept> kept;
    private Tries tries = Tries.NONE;

    private record Kept(String verifier, Duration lockAfter) {}

    private SeatPassword(Path file, InstantSource clock, Optional<Kept> kept) {
        this.file = file;
        this.clock = clock;
        this.kept = kept;
    }

    public static SeatPassword open(Path file, InstantSource clock) {
        try {
            return new SeatPassword(
                    file,
                    clock,
                    Files.exists(file)
                            ? Optional.of(read(Files.readString(file)))
                            : Optional.empty());
        } catch (IOException _) {
            return new SeatPassword(file, clock, Optional.of(NOBODYS));
        }
    }

    private static Kept read(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? new Kept(form.group(1), Duration.ofSeconds(Long.parseLong(form.group(2))))
                : NOBODYS;
    }

    public synchronized boolean isSet() {
        return kept.isPresent();
    }

    /** After so long without input the seat locks itself; never where it is empty. */
    public synchronized Optional<Duration> lockAfter() {
        return kept.map(Kept::lockAfter).filter(time -> !time.isZero());
    }

    /**
     * On the disk when it returns.
     *
     * @param lockAfter zero for never
     */
    public synchronized void set(String password, Duration lockAfter) {
        if (!isFit(password)) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "seat-password-unfit",
                            "The seat's password has "
                                    + SHORTEST
                                    + " characters at least, "
                                    + LONGEST
                                    + " bytes at most, and no control characters.",
                            "Choose another."));
        }
        byte[] random = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(random);
        Kept now = new Kept(library().verifier(password, random), lockAfter);
        PosixFiles.replace(file, now.verifier() + " " + lockAfter.toSeconds() + "\n", ONLY_OURS);
        PosixFiles.sync(file.resolveSibling("."));
        kept = Optional.of(now);
        tries = Tries.NONE;
    }

    /** Whoever unlocks the seat needs none any more. */
    public synchronized void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
        PosixFiles.sync(file.resolveSibling("."));
        kept = Optional.empty();
    }

    /** Returns where this is the password, or there is none. */
    public synchronized void require(String password) {
        if (kept.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Optional<Duration> wait = tries.wait(now);
        if (wait.isPresent()) {
            throw new ProblemException(
                    new Problem.Denied(
                            "seat-unlock-too-soon",
                            "After a wrong password the seat takes none for "
                                    + (wait.get().toSeconds() + 1)
                                    + " s yet.",
                            "Wait, then try again."));
        }
        tries = tries.more(now);
        if (!library().isRight(password, kept.get().verifier())) {
            throw new ProblemException(
                    new Problem.Denied(
                            "seat-password-wrong",
                            "This is not the seat's password.",
                            "Try again in a moment. Who administers this machine sets another:"
                                    + " oxt seat password"));
        }
        tries = Tries.NONE;
    }

    private static boolean isFit(String password) {
        return password.length() >= SHORTEST
                && password.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                && password.chars().noneMatch(Character::isISOControl);
    }

    private static PasswordLibrary library() {
        return PasswordLibrary.find()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem.Failed(
                                                "no-password-library",
                                                "The system's library for passwords,"
                                                        + " libcrypt.so.1, is not here.",
                                                "Install it: apt-get install libcrypt1")));
    }
}
