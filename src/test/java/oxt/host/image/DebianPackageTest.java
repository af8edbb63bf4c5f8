package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DebianPackageTest {
    private static final String DIGEST =
            "3d3fdbe91d4660c873e14b092c213fe81c1da6362daa236eb25d0171eb108744";

    @Test
    void a_line_of_apt_gives_name_version_and_digest() {
        String line =
                "'http://example.org/pool/busybox-static_1.35.0-4%2bb1_amd64.deb'"
                        + " busybox-static_1%3a1.35.0-4+deb12u1+b1_amd64.deb 928188 SHA256:"
                        + DIGEST;
        assertEquals(
                Optional.of(
                        new DebianPackage(
                                "busybox-static",
                                "1:1.35.0-4+deb12u1+b1",
                                FileDigest.ofHex(DIGEST),
                                "busybox-static_1%3a1.35.0-4+deb12u1+b1_amd64.deb")),
                DebianPackage.parse(line));
    }

    @Test
    void a_line_about_something_else_gives_nothing() {
        assertEquals(Optional.empty(), DebianPackage.parse("Reading package lists..."));
        assertEquals(Optional.empty(), DebianPackage.parse(""));
    }

    @Test
    void a_package_with_a_weak_digest_or_a_path_as_its_file_is_not_taken() {
        assertEquals(
                Optional.empty(),
                DebianPackage.parse("'http://x/a_1_amd64.deb' a_1_amd64.deb 1 MD5Sum:00"));
        assertEquals(
                Optional.empty(),
                DebianPackage.parse("'http://x/' ../a_1_amd64.deb 1 SHA256:" + DIGEST));
    }
}
