package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where one verifies there is no daemon. */
class EvidenceCommandsTest {
    private static final Path QUOTES = Path.of("src/test/resources/quotes");

    @TempDir Path folder = Path.of("");

    @Test
    void a_challenge_is_made_for_keys_and_a_wrong_answer_enrols_nothing() throws IOException {
        keys("ecdsa");
        Typist.Seen challenge = type("launch", "challenge", "keys");
        assertEquals(0, challenge.exit(), challenge.err());
        Files.writeString(folder.resolve("challenge"), challenge.out());
        Files.writeString(folder.resolve("answer"), "{\"answer\":\"" + "00".repeat(32) + "\"}");
        Typist.Seen enrolled = type("launch", "enroll", "challenge", "answer");
        assertEquals(77, enrolled.exit());
        assertTrue(enrolled.err().contains("not the answer"), enrolled.err());
        assertTrue(!type("launch", "challenge", "keys").out().equals(challenge.out()));
    }

    @Test
    void no_challenge_is_made_for_a_key_that_signs_anything() throws IOException {
        keys("unrestricted");
        assertEquals(77, type("launch", "challenge", "keys").exit());
    }

    @Test
    void a_quote_needs_a_nonce() {
        Typist.Seen seen = type("launch", "quote");
        assertEquals(64, seen.exit());
        assertTrue(seen.err().contains("openssl rand -hex 32"), seen.err());
    }

    private void keys(String attestation) throws IOException {
        Files.writeString(
                folder.resolve("keys"),
                "{\"attestation-key\":\"%s\",\"endorsement-key\":\"%s\"}"
                        .formatted(base64(attestation), base64("ek")));
    }

    private static String base64(String key) throws IOException {
        byte[] sized = Files.readAllBytes(QUOTES.resolve(key + ".pub"));
        return Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(sized, Short.BYTES, sized.length));
    }

    private Typist.Seen type(String... words) {
        return Typist.program(folder).type(words);
    }
}
