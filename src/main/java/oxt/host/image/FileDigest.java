package oxt.host.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import oxt.host.measured.Sha256;
import oxt.model.Digest;

/** SHA-256 of files, which may be larger than memory. */
final class FileDigest {
    private static final int CHUNK = 128 << 10;

    private FileDigest() {}

    static Digest of(Path file) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (ReadableByteChannel content = Files.newByteChannel(file);
                Sha256 digest = Sha256.begin()) {
            while (content.read(chunk.clear()) >= 0) {
                digest.take(chunk.flip());
            }
            return digest.end();
        }
    }

    static Digest ofHex(String digits) {
        return new Digest("sha256:" + digits);
    }
}
