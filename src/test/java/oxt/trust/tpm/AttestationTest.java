package oxt.trust.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;

class AttestationTest {
    private static final List<String> KEYS = List.of("rsassa", "rsapss", "ecdsa");
    private static final SignatureCheck CHECK = new JdkSignatures();

    @Test
    void a_quote_says_which_registers_it_is_of_and_what_it_was_asked_with() throws Exception {
        Attestation quote = quote("ecdsa");
        assertEquals(Quotes.NONCE, quote.nonce());
        assertEquals(
                List.of(PcrSelection.of(HashAlgorithm.SHA256, measured())), quote.selections());
        assertEquals(digest(HashAlgorithm.SHA256, quote.selections().getFirst()), quote.digest());
        assertEquals(Attestation.Reliable.YES, quote.clock().reliable());
        assertTrue(quote.clock().millis() > 0);
    }

    @Test
    void a_quote_of_two_banks_says_both() throws Exception {
        Attestation quote = quote("two-banks");
        assertEquals(
                Set.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256),
                quote.selections().stream().map(PcrSelection::bank).collect(Collectors.toSet()));
    }

    @Test
    void a_reset_of_the_tpm_is_counted() throws Exception {
        Attestation.Clock before = quote("ecdsa").clock();
        Attestation.Clock after = quote("again").clock();
        assertTrue(after.resets() > before.resets());
        assertTrue(after.millis() >= before.millis());
    }

    @Test
    void what_is_no_quote_is_refused_with_what_it_is() throws Exception {
        Reading<Attestation> read = Attestation.read(Quotes.attestation("time"));
        Problem problem = problem(read);
        assertEquals("evidence-not-a-quote", problem.code());
        assertTrue(problem.what().contains("the time"), problem.what());
    }

    @Test
    void a_quote_that_is_cut_or_has_more_behind_it_is_refused() throws Exception {
        Bytes whole = Quotes.attestation("ecdsa");
        for (int length = 0; length < whole.length(); length++) {
            assertEquals("tpm-malformed", problem(Attestation.read(whole.slice(0, length))).code());
        }
        Bytes more = new TpmWriter().bytes(whole).u8(0).written();
        assertEquals("tpm-malformed", problem(Attestation.read(more)).code());
    }

    @Test
    void what_a_tpm_did_not_make_itself_is_refused() throws Exception {
        byte[] bytes = Quotes.attestation("ecdsa").toArray();
        bytes[0] = 0;
        Problem problem = problem(Attestation.read(Bytes.of(bytes)));
        assertTrue(problem.what().contains("the mark"), problem.what());
    }

    @Test
    void each_scheme_of_signing_is_known_again() throws Exception {
        for (String key : KEYS) {
            assertTrue(signature(key).isBy(Quotes.area(key), Quotes.attestation(key), CHECK), key);
        }
    }

    @Test
    void no_other_key_no_other_quote_and_no_changed_byte_passes() throws Exception {
        for (String key : KEYS) {
            TpmSignature signature = signature(key);
            Bytes quote = Quotes.attestation(key);
            for (String other : KEYS) {
                if (!other.equals(key)) {
                    assertFalse(signature.isBy(Quotes.area(other), quote, CHECK), key + other);
                    assertFalse(
                            signature.isBy(Quotes.area(key), Quotes.attestation(other), CHECK),
                            key + other);
                }
            }
            byte[] changed = quote.toArray();
            for (int at = 0; at < changed.length; at += 7) {
                changed[at] ^= 1;
                assertFalse(signature.isBy(Quotes.area(key), Bytes.of(changed), CHECK));
                changed[at] ^= 1;
            }
        }
    }

    @Test
    void a_signature_of_zeros_passes_for_nothing() throws Exception {
        Bytes zeros = Bytes.filled(0, 32);
        var none = new TpmSignature.Ecdsa(HashAlgorithm.SHA256, zeros, zeros);
        assertFalse(none.isBy(Quotes.area("ecdsa"), Quotes.attestation("ecdsa"), CHECK));
        var empty = new TpmSignature.Ecdsa(HashAlgorithm.SHA256, Bytes.NONE, Bytes.NONE);
        assertFalse(empty.isBy(Quotes.area("ecdsa"), Quotes.attestation("ecdsa"), CHECK));
        var short_ = new TpmSignature.Rsa(SigningScheme.Kind.RSAPSS, HashAlgorithm.SHA256, zeros);
        assertFalse(short_.isBy(Quotes.area("rsapss"), Quotes.attestation("rsapss"), CHECK));
    }

    @Test
    void a_signature_that_is_cut_or_of_an_unknown_scheme_is_refused() throws Exception {
        for (String key : KEYS) {
            Bytes whole = Quotes.signature(key);
            for (int length = 0; length < whole.length(); length++) {
                assertEquals(
                        "tpm-malformed", problem(TpmSignature.read(whole.slice(0, length))).code());
            }
        }
        Bytes hmac = new TpmWriter().u16(0x0005).u16(0x000B).sized(Bytes.filled(1, 32)).written();
        assertTrue(problem(TpmSignature.read(hmac)).what().contains("unknown scheme 0x5"));
    }

    private static Set<Pcr> measured() {
        return IntStream.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14)
                .mapToObj(Pcr::new)
                .collect(Collectors.toSet());
    }

    private static Bytes digest(HashAlgorithm bank, PcrSelection selection) throws Exception {
        return bank.digest(
                Quotes.registers(bank, selection.registers())
                        .values()
                        .values()
                        .toArray(Bytes[]::new));
    }

    private static Attestation quote(String name) throws Exception {
        return Attestation.read(Quotes.attestation(name)).orThrow();
    }

    private static TpmSignature signature(String name) throws Exception {
        return TpmSignature.read(Quotes.signature(name)).orThrow();
    }

    private static Problem problem(Reading<?> read) {
        return ((Reading.Bad<?>) read).problems().getFirst();
    }
}
