package oxt.host.crypto;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasswordLibraryTest {
    private static final String PASSWORD = "correct horse, Batterie läuft";

    private final byte[] random = new byte[16];

    @BeforeEach
    void find() {
        Assumptions.assumeTrue(PasswordLibrary.find().isPresent(), "there is no libcrypt.so.1");
    }

    @Test
    void a_password_is_known_again_and_no_other() {
        String verifier = library().verifier(PASSWORD, random);
        assertTrue(
                verifier.matches("\\$y\\$[./A-Za-z0-9]+\\$[./A-Za-z0-9]{22}\\$\\S{43}"), verifier);
        assertTrue(library().isRight(PASSWORD, verifier));
        for (String wrong : List.of("", PASSWORD + " ", PASSWORD.substring(1), PASSWORD + "\0")) {
            assertFalse(library().isRight(wrong, verifier), wrong);
        }
    }

    @Test
    void the_same_password_is_kept_as_another_each_time() {
        String first = library().verifier(PASSWORD, random);
        random[3] = 1;
        assertNotEquals(first, library().verifier(PASSWORD, random));
    }

    @Test
    void what_was_made_in_a_weaker_way_or_is_broken_is_of_no_password() {
        // The first is of "password", by MD5.
        for (String verifier :
                List.of(
                        "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
                        "*",
                        "",
                        "$y$",
                        "$y$j9T$$",
                        "x".repeat(9999))) {
            assertFalse(library().isRight("password", verifier), verifier);
            assertFalse(library().isRight("", verifier), verifier);
        }
    }

    private static PasswordLibrary library() {
        return PasswordLibrary.find().orElseThrow();
    }
}
