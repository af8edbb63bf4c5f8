package oxt.host.measured;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import oxt.model.Digest;

class Sha256Test {
    /** FIPS 180-4's example of three bytes, and of none. */
    private static final String ABC =
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String NOTHING =
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void the_jdk_and_openssl_give_the_published_digests() {
        assertEquals(ABC, digest(new Sha256.Java(), new byte[] {'a', 'b', 'c'}, 2).text());
        assertEquals(NOTHING, digest(new Sha256.Java(), new byte[0], 1).text());
        assumeTrue(OpenSslSha256.FOUND.isPresent(), "this machine has no libcrypto.so.3");
        assertEquals(ABC, digest(openSsl(), new byte[] {'a', 'b', 'c'}, 2).text());
        assertEquals(NOTHING, digest(openSsl(), new byte[0], 1).text());
    }

    @Test
    void both_give_the_same_for_any_bytes_in_any_pieces() {
        assumeTrue(OpenSslSha256.FOUND.isPresent(), "this machine has no libcrypto.so.3");
        Random random = new Random(6);
        for (int count = 0; count < 200; count++) {
            byte[] bytes = new byte[random.nextInt(5000)];
            random.nextBytes(bytes);
            int piece = 1 + random.nextInt(700);
            assertEquals(
                    digest(new Sha256.Java(), bytes, piece),
                    digest(openSsl(), bytes, piece),
                    () -> HexFormat.of().formatHex(bytes));
        }
    }

    private static Sha256 openSsl() {
        return OpenSslSha256.FOUND.orElseThrow().begin();
    }

    private static Digest digest(Sha256 making, byte[] bytes, int piece) {
        try (making) {
            for (int at = 0; at < bytes.length; at += piece) {
                int count = Math.min(piece, bytes.length - at);
                making.take(ByteBuffer.allocateDirect(count).put(bytes, at, count).flip());
            }
            return making.end();
        }
    }
}
