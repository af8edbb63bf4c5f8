package oxt.trust.evidence;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.tpm.PublicArea;
import oxt.trust.tpm.PublicKeys;

/** Whether a known maker vouches for a TPM's endorsement key (TCG EK Credential Profile 2.5). */
public final class EndorsementChain {
    private static final String REMEDY =
            "Name the certificates of the TPM's maker, root and those between in one file of PEM.";

    /** The key's own certificate, and those between it and the root. */
    private static final int MOST = 10;

    private EndorsementChain() {}

    /**
     * Nothing where a maker vouches for the key.
     *
     * @param key TPMT_PUBLIC
     * @param certificates in DER, the key's own first
     * @param makers certificates in PEM, roots and those between
     */
    public static Optional<Problem> doubt(
            Bytes key, List<Bytes> certificates, byte[] makers, Instant now) {
        if (certificates.isEmpty()) {
            return Optional.of(
                    doubt(
                            "endorsement-certificate-missing",
                            "The TPM has no certificate of its maker.",
                            "Compare the endorsement key with what the machine's maker gives, and"
                                    + " enrol it without --ca."));
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            X509Certificate own = certificate(factory, certificates.getFirst());
            if (!isOf(own.getPublicKey(), key)) {
                return Optional.of(
                        doubt(
                                "endorsement-certificate-of-other",
                                "The maker's certificate is for another endorsement key.",
                                "Ask the machine for its keys again: oxt launch keys"));
            }
            validate(factory, own, makers, now);
            return Optional.empty();
        } catch (GeneralSecurityException untrusted) {
            return Optional.of(
                    doubt(
                            "endorsement-maker-unknown",
                            "None of these makers vouches for the TPM's endorsement key.",
                            REMEDY));
        }
    }

    private static Problem doubt(String code, String what, String remedy) {
        return new Problem.Denied(code, what, remedy);
    }

    private static X509Certificate certificate(CertificateFactory factory, Bytes der)
            throws GeneralSecurityException {
        return (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(der.toArray()));
    }

    private static boolean isOf(PublicKey certified, Bytes key) {
        return PublicArea.read(key, "The endorsement key")
                        instanceof Reading.Good<PublicArea>(var area)
                && PublicKeys.of(area.parameters()).equals(Optional.of(certified));
    }

    /** From the key up, each signed by the next, to one that signed itself. */
    private static void validate(
            CertificateFactory factory, X509Certificate own, byte[] makers, Instant now)
            throws GeneralSecurityException {
        Set<TrustAnchor> roots = new HashSet<>();
        List<X509Certificate> others = new ArrayList<>();
        Collection<? extends Certificate> known =
                factory.generateCertificates(new ByteArrayInputStream(makers));
        for (var each : known) {
            X509Certificate maker = (X509Certificate) each;
            if (maker.getSubjectX500Principal().equals(maker.getIssuerX500Principal())) {
                roots.add(new TrustAnchor(maker, null));
            } else {
                others.add(maker);
            }
        }
        if (roots.isEmpty()) {
            throw new GeneralSecurityException("no root");
        }
        PKIXParameters parameters = new PKIXParameters(roots);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        CertPath path = factory.generateCertPath(path(own, others));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private static List<X509Certificate> path(X509Certificate own, List<X509Certificate> others) {
        List<X509Certificate> path = new ArrayList<>(List.of(own));
        Optional<X509Certificate> next = issuer(own, others);
        while (next.isPresent() && path.size() < MOST) {
            path.add(next.get());
            next = issuer(next.get(), others);
        }
        return path;
    }

    private static Optional<X509Certificate> issuer(
            X509Certificate of, List<X509Certificate> others) {
        return others.stream()
                .filter(
                        maker ->
                                maker.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                .findFirst();
    }
}
