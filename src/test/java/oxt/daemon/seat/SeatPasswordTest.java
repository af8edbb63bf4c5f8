package oxt.daemon.seat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.host.crypto.PasswordLibrary;
import oxt.model.ProblemException;

class SeatPasswordTest {
    private static final String PASSWORD = "correct horse";
    private static final Duration IDLE = Duration.ofMinutes(3);

    @TempDir Path folder = Path.of("");
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @BeforeEach
    void find() {
        Assumptions.assumeTrue(PasswordLibrary.find().isPresent(), "there is no libcrypt.so.1");
    }

    @Test
    void without_one_everybody_is_let_in_and_nothing_locks_itself() {
        SeatPassword password = open();
        assertFalse(password.isSet());
        assertEquals(Optional.empty(), password.lockAfter());
        password.require("");
    }

    @Test
    void it_is_asked_for_also_after_the_daemon_began_anew() throws IOException {
        open().set(PASSWORD, IDLE);
        SeatPassword password = open();
        assertTrue(password.isSet());
        assertEquals(Optional.of(IDLE), password.lockAfter());
        password.require(PASSWORD);
        assertEquals("seat-password-wrong", refused(password, "correct horses"));
        assertFalse(Files.readString(file()).contains(PASSWORD));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void after_a_wrong_one_the_right_one_has_to_wait_as_well() {
        SeatPassword password = open();
        password.set(PASSWORD, IDLE);
        assertEquals("seat-password-wrong", refused(password, ""));
        assertEquals("seat-unlock-too-soon", refused(password, PASSWORD));
        now = now.plusSeconds(1);
        assertEquals("seat-password-wrong", refused(password, "x".repeat(1000)));
        now = now.plusSeconds(1);
        assertEquals("seat-unlock-too-soon", refused(password, PASSWORD));
        now = now.plusSeconds(1);
        password.require(PASSWORD);
        assertEquals("seat-password-wrong", refused(password, "the first again"));
        now = now.plusSeconds(1);
        password.require(PASSWORD);
    }

    @Test
    void one_that_is_too_short_or_cannot_be_typed_is_not_kept() {
        SeatPassword password = open();
        for (String unfit : new String[] {"", "1234567", "x".repeat(501), "with\0nothing"}) {
            ProblemException refused =
                    assertThrows(ProblemException.class, () -> password.set(unfit, IDLE));
            assertEquals("seat-password-unfit", refused.problems().getFirst().code());
        }
        assertFalse(open().isSet());
    }

    @Test
    void one_that_was_removed_is_asked_for_no_more() {
        SeatPassword password = open();
        password.set(PASSWORD, Duration.ZERO);
        assertEquals(Optional.empty(), password.lockAfter());
        password.remove();
        password.require("");
        assertFalse(open().isSet());
    }

    @Test
    void a_file_that_somebody_spoilt_lets_nobody_in() throws IOException {
        for (String spoilt : new String[] {"", "*", "* 600\n", "correct horse", "\0"}) {
            Files.writeString(file(), spoilt);
            SeatPassword password = open();
            assertTrue(password.isSet());
            assertEquals("seat-password-wrong", refused(password, PASSWORD), spoilt);
        }
        open().set(PASSWORD, IDLE);
        open().require(PASSWORD);
    }

    private static String refused(SeatPassword password, String text) {
        return assertThrows(ProblemException.class, () -> password.require(text))
                .problems()
                .getFirst()
                .code();
    }

    private SeatPassword open() {
        return SeatPassword.open(file(), () -> now);
    }

    private Path file() {
        return folder.resolve("seat-password");
    }
}
