package oxt.trust.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;

/** What claims to be from a TPM, as a hostile machine may hand it in. */
public final class QuoteFuzz {
    private static final Set<String> CODES = Set.of("tpm-malformed", "evidence-not-a-quote");
    private static final SignatureCheck CHECK = new JdkSignatures();

    private QuoteFuzz() {}

    /** The first byte says what the others are. */
    public static void structure(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        Bytes rest = Bytes.of(bytes).slice(1, bytes.length - 1);
        switch (bytes[0] % 3) {
            case 0 -> quote(Attestation.read(rest), rest);
            case 1 -> key(PublicArea.read(rest, "The key"));
            default -> refused(TpmSignature.read(rest));
        }
    }

    private static void quote(Reading<Attestation> read, Bytes whole) {
        if (read instanceof Reading.Good<Attestation>(var quote)) {
            assertEquals(whole, quote.signed());
            assertTrue(quote.clock().resets() >= 0 && quote.clock().restarts() >= 0);
        }
        refused(read);
    }

    /** A key's numbers may make no key; that is an answer too. */
    private static void key(Reading<PublicArea> read) {
        if (read instanceof Reading.Good<PublicArea>(var area)) {
            Bytes one = Bytes.filled(1, 32);
            var signature = new TpmSignature.Ecdsa(area.nameHash(), one, one);
            assertFalse(signature.isBy(area, one, CHECK));
            var rsa =
                    new TpmSignature.Rsa(
                            SigningScheme.Kind.RSAPSS, area.nameHash(), Bytes.filled(1, 256));
            assertFalse(rsa.isBy(area, one, CHECK));
        }
        refused(read);
    }

    private static void refused(Reading<?> read) {
        if (read instanceof Reading.Bad<?>(List<Problem> problems)) {
            assertEquals(1, problems.size());
            assertTrue(CODES.contains(problems.getFirst().code()));
            assertFalse(problems.getFirst().what().matches("(?s).*\\p{Cntrl}.*"));
        }
    }
}
