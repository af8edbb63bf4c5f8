package oxt.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The certificate and key, from the files that every other server reads as well. */
final class Tls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private Tls() {}

    static SslContextFactory.Server of(String certificate, String key) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("console", key(key), new char[0], certificates(certificate));
            var tls = new SslContextFactory.Server();
            tls.setKeyStore(store);
            tls.setKeyStorePassword("");
            tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "tls-files-not-usable",
                            "The certificate " + certificate + " and key " + key + " do not serve.",
                            "Give both in PEM, the key as PKCS #8: openssl pkcs8 -topk8 -nocrypt -in"
                                    + " KEY"),
                    e);
        }
    }

    private static Certificate[] certificates(String file)
            throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(Path.of(file));
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(bytes))
                .toArray(Certificate[]::new);
    }

    private static PrivateKey key(String file) throws IOException, GeneralSecurityException {
        String text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        Matcher found = KEY.matcher(text);
        if (!found.find()) {
            throw new GeneralSecurityException("no PKCS #8 key");
        }
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
        GeneralSecurityException last = new GeneralSecurityException("no known kind of key");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException notThisKind) {
                last = notThisKind;
            }
        }
        throw last;
    }
}
