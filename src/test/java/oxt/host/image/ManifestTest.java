package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import oxt.host.image.Manifest.ImageFile;
import oxt.model.ByteSize;
import oxt.model.Digest;
import oxt.model.ImageName;

class ManifestTest {
    private static final Digest ONE = Digest.of(new byte[] {1});
    private static final Digest TWO = Digest.of(new byte[] {2});

    @Test
    void what_was_written_is_read_again() {
        assertEquals(Optional.of(manifest(ONE)), Manifest.parse(manifest(ONE).toJson()));
    }

    @Test
    void another_file_gives_another_digest() {
        assertNotEquals(manifest(ONE).digest(), manifest(TWO).digest());
    }

    @Test
    void a_manifest_whose_digest_is_not_its_files_is_none() {
        String text = manifest(ONE).toJson().replace("\"size\": 7", "\"size\": 8");
        assertEquals(Optional.empty(), Manifest.parse(text));
    }

    @Test
    void what_is_not_a_manifest_is_none() {
        for (String text : List.of("", "[]", "{", "{}", "{\"name\": \"../up\"}", "null", "7")) {
            assertEquals(Optional.empty(), Manifest.parse(text), text);
        }
        String cut = manifest(ONE).toJson();
        for (int length = 0; length < cut.length() - 2; length++) {
            assertEquals(Optional.empty(), Manifest.parse(cut.substring(0, length)));
        }
    }

    private static Manifest manifest(Digest digest) {
        return new Manifest(
                new ImageName("minimal"),
                "minimal",
                "console=ttyS0",
                List.of(
                        new ImageFile("vmlinuz", new ByteSize(7), digest),
                        new ImageFile("initramfs.cpio", new ByteSize(9), ONE)),
                List.of(new DebianPackage("busybox-static", "1:1.35", ONE, "busybox_1_amd64.deb")));
    }
}
