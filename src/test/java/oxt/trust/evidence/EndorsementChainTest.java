package oxt.trust.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import oxt.model.Problem;
import oxt.trust.Bytes;
import oxt.trust.tpm.Quotes;
import oxt.trust.tpm.TpmWriter;

/** With the certificate that swtpm's own maker gave the TPM of the recorded quotes. */
class EndorsementChainTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @Test
    void a_maker_vouches_through_those_between() throws Exception {
        assertEquals(Optional.empty(), doubt(Quotes.key("ek"), certificates(), makers(), NOW));
    }

    @Test
    void a_root_alone_another_maker_or_none_vouches_for_nothing() throws Exception {
        String code = "endorsement-maker-unknown";
        Bytes root = Quotes.file("swtpm-localca-rootca-cert.pem");
        assertEquals(code, code(doubt(Quotes.key("ek"), certificates(), root, NOW)));
        Bytes between = Quotes.file("issuercert.pem");
        assertEquals(code, code(doubt(Quotes.key("ek"), certificates(), between, NOW)));
        assertEquals(code, code(doubt(Quotes.key("ek"), certificates(), Bytes.NONE, NOW)));
    }

    @Test
    void a_certificate_for_another_key_or_before_its_term_is_refused() throws Exception {
        assertEquals(
                "endorsement-certificate-of-other",
                code(doubt(Quotes.key("rsassa"), certificates(), makers(), NOW)));
        assertEquals(
                "endorsement-maker-unknown",
                code(doubt(Quotes.key("ek"), certificates(), makers(), Instant.EPOCH)));
        assertEquals(
                "endorsement-certificate-missing",
                code(doubt(Quotes.key("ek"), List.of(), makers(), NOW)));
    }

    private static Optional<Problem> doubt(
            Bytes key, List<Bytes> certificates, Bytes makers, Instant now) {
        return EndorsementChain.doubt(key, certificates, makers.toArray(), now);
    }

    private static String code(Optional<Problem> doubt) {
        return doubt.orElseThrow().code();
    }

    private static List<Bytes> certificates() throws Exception {
        return List.of(Quotes.file("ek.der"));
    }

    private static Bytes makers() throws Exception {
        return new TpmWriter()
                .bytes(Quotes.file("issuercert.pem"))
                .bytes(Quotes.file("swtpm-localca-rootca-cert.pem"))
                .written();
    }
}
