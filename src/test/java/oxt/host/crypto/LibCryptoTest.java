package oxt.host.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.tpm.JdkSignatures;
import oxt.trust.tpm.KeyParameters;
import oxt.trust.tpm.PublicArea;
import oxt.trust.tpm.Quotes;
import oxt.trust.tpm.SignatureCheck;
import oxt.trust.tpm.TpmSignature;

/** OpenSSL and the JDK say the same of every signature, good or bad. */
class LibCryptoTest {
    private static final List<String> KEYS = List.of("rsassa", "rsapss", "ecdsa");
    private static final SignatureCheck JDK = new JdkSignatures();

    @Test
    void real_signatures_are_good() throws Exception {
        for (String key : KEYS) {
            assertTrue(signature(key).isBy(Quotes.area(key), Quotes.attestation(key), openssl()));
        }
    }

    @Test
    void a_changed_byte_anywhere_in_a_signature_is_found_by_both() throws Exception {
        for (String key : KEYS) {
            byte[] bytes = Quotes.signature(key).toArray();
            // Behind the scheme, the hash and the first length.
            for (int at = 6; at < bytes.length; at += 3) {
                bytes[at] ^= 1;
                if (TpmSignature.read(Bytes.of(bytes))
                        instanceof Reading.Good<TpmSignature>(var read)) {
                    assertAgree(false, read, Quotes.area(key), Quotes.attestation(key));
                }
                bytes[at] ^= 1;
            }
        }
    }

    @Test
    void another_key_or_quote_is_found_by_both() throws Exception {
        for (String key : KEYS) {
            for (String other : KEYS) {
                if (!key.equals(other)) {
                    assertAgree(false, signature(key), Quotes.area(other), Quotes.attestation(key));
                    assertAgree(false, signature(key), Quotes.area(key), Quotes.attestation(other));
                }
            }
        }
    }

    @Test
    void numbers_that_make_no_key_and_no_signature_are_refused_by_both() throws Exception {
        PublicArea area = Quotes.area("ecdsa");
        KeyParameters.Ecc real = (KeyParameters.Ecc) area.parameters();
        var nowhere =
                new KeyParameters.Ecc(
                        real.encryption(),
                        real.scheme(),
                        real.curve(),
                        Bytes.filled(1, 32),
                        Bytes.filled(1, 32));
        var off = new PublicArea(area.nameHash(), area.attributes(), area.policy(), nowhere);
        assertAgree(false, signature("ecdsa"), off, Quotes.attestation("ecdsa"));
        for (Bytes number : List.of(Bytes.NONE, Bytes.filled(0, 32), Bytes.filled(0xff, 32))) {
            var none = new TpmSignature.Ecdsa(HashAlgorithm.SHA256, number, number);
            assertAgree(false, none, area, Quotes.attestation("ecdsa"));
        }
    }

    @Test
    void many_wrong_signatures_leave_the_next_right_one_right() throws Exception {
        Bytes other = Quotes.attestation("second");
        for (int count = 0; count < 1_000; count++) {
            assertEquals(false, signature("ecdsa").isBy(Quotes.area("ecdsa"), other, openssl()));
        }
        real_signatures_are_good();
    }

    private static void assertAgree(
            boolean good, TpmSignature signature, PublicArea key, Bytes signed) {
        assertEquals(good, signature.isBy(key, signed, JDK));
        assertEquals(good, signature.isBy(key, signed, openssl()));
    }

    private static SignatureCheck openssl() {
        Optional<SignatureCheck> found = LibCrypto.find();
        assumeTrue(found.isPresent(), "OpenSSL's libcrypto.so.3 is not on this machine");
        return found.orElseThrow();
    }

    private static TpmSignature signature(String name) throws Exception {
        return TpmSignature.read(Quotes.signature(name)).orThrow();
    }
}
