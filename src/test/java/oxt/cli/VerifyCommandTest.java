package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.golden.Golden;

/** Evidence and policy are files; nobody else is asked. */
class VerifyCommandTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");
    private static final String NONCE =
            "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff";

    @TempDir Path folder = Path.of("");

    @BeforeEach
    void files() throws IOException {
        Files.copy(CORPUS.resolve("evidence/host"), folder.resolve("evidence"));
        Files.copy(CORPUS.resolve("event-log/grub-secure-boot"), folder.resolve("log"));
        String evidence = Files.readString(folder.resolve("evidence"));
        String key = evidence.replaceFirst("(?s).*\"attestation-key\":\"([^\"]*)\".*", "$1");
        Files.writeString(folder.resolve("key"), "{\"attestation-key\":\"" + key + "\"}");
        Files.writeString(folder.resolve("policy"), type("launch", "policy", "log").out());
    }

    @Test
    void what_the_policy_allows_is_trusted_and_the_exit_status_is_0() {
        Typist.Seen seen = verify("--ak", "key", "--nonce", NONCE);
        assertEquals("trusted\n", seen.out(), seen.err());
        assertEquals(0, seen.exit());
    }

    @Test
    void without_a_nonce_that_is_said() {
        Typist.Seen seen = verify("--ak", "key");
        assertTrue(seen.out().contains("may be of any time"), seen.out());
        assertEquals(0, seen.exit());
    }

    @Test
    void what_the_policy_does_not_allow_is_named_and_the_exit_status_is_1() throws IOException {
        String kernel = "digests:\n          - ";
        String policy = Files.readString(folder.resolve("policy"));
        int last = policy.lastIndexOf(kernel) + kernel.length();
        String other = policy.substring(0, last) + "ab".repeat(32) + policy.substring(last + 64);
        Files.writeString(folder.resolve("policy"), other);
        Typist.Seen seen = verify("--ak", "key", "--nonce", NONCE);
        assertEquals(1, seen.exit(), seen.err());
        Golden.check("launch/verify-changed.txt", seen.out());
        assertTrue(verify("--ak", "key", "--json").out().startsWith("{\"verdict\":\"changed\""));
    }

    @Test
    void what_proves_nothing_says_why_and_the_exit_status_is_2() throws IOException {
        assertEquals(2, verify("--nonce", NONCE).exit());
        byte[] log = Files.readAllBytes(CORPUS.resolve("event-log/systemd-stub"));
        String evidence = Files.readString(folder.resolve("evidence"));
        String older = Base64.getEncoder().encodeToString(log);
        Files.writeString(
                folder.resolve("evidence"),
                evidence.replaceFirst("\"log\":\"[^\"]*\"", "\"log\":\"" + older + "\""));
        Typist.Seen seen = verify("--ak", "key", "--nonce", "11".repeat(32));
        assertEquals(2, seen.exit());
        Golden.check("launch/verify-unproven.txt", seen.out());
    }

    @Test
    void evidence_is_not_later_than_itself() {
        Typist.Seen seen = verify("--ak", "key", "--after", "evidence");
        assertEquals(2, seen.exit());
        assertTrue(seen.out().contains("not later"), seen.out());
    }

    @Test
    void a_policy_is_needed_and_a_nonce_is_long_enough() {
        assertEquals(64, type("verify", "evidence").exit());
        assertTrue(type("verify", "evidence").err().contains("--policy"));
        assertTrue(verify("--nonce", "1234").err().contains("16 to 32 bytes"));
        assertEquals(64, verify("--nonce", "1234").exit());
    }

    @Test
    void a_file_that_is_no_evidence_is_refused() throws IOException {
        Files.write(folder.resolve("evidence"), HexFormat.of().parseHex("ff0011"));
        assertEquals(64, verify("--ak", "key").exit());
    }

    private Typist.Seen verify(String... more) {
        String[] words = new String[4 + more.length];
        words[0] = "verify";
        words[1] = "evidence";
        words[2] = "--policy";
        words[3] = "policy";
        System.arraycopy(more, 0, words, 4, more.length);
        return type(words);
    }

    private Typist.Seen type(String... words) {
        return Typist.program(folder).type(words);
    }
}
