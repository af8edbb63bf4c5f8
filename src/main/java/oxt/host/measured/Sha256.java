package oxt.host.measured;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import oxt.model.Digest;

/** A SHA-256 digest that is being made. */
public sealed interface Sha256 extends AutoCloseable permits Sha256.Java, OpenSslSha256.Making {

    /** Takes all that is left in a direct buffer. */
    void take(ByteBuffer bytes);

    Digest end();

    @Override
    void close();

    /**
     * By OpenSSL where this machine has it: the daemon's JVM makes do with its first compiler,
     * whose code for it knows nothing of the processor's own instructions and is ten times slower.
     */
    static Sha256 begin() {
        return OpenSslSha256.FOUND.<Sha256>map(OpenSslSha256::begin).orElseGet(Java::new);
    }

    static Digest digest(byte[] bytes) {
        return new Digest("sha256:" + HexFormat.of().formatHex(bytes));
    }

    /** The JDK's own. */
    final class Java implements Sha256 {
        private final MessageDigest digest;

        Java() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void take(ByteBuffer bytes) {
            digest.update(bytes);
        }

        @Override
        public Digest end() {
            return Sha256.digest(digest.digest());
        }

        @Override
        public void close() {}
    }
}
