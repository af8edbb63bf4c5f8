package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

/**
 * What images are made of: programs, kernel modules, the archive's answers; and their manifests.
 */
public final class ImageFileFuzz {
    private ImageFileFuzz() {}

    /** A program, a library or a kernel module. */
    public static void elf(byte[] bytes) {
        Object _ = ElfFile.read(bytes);
        Object _ = KernelModules.depends(bytes);
    }

    /** {@code image.json}, and lines of apt-get. */
    public static void manifest(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Manifest.parse(text)
                .ifPresent(
                        manifest ->
                                assertEquals(
                                        manifest, Manifest.parse(manifest.toJson()).orElseThrow()));
        text.lines().forEach(line -> DebianPackage.parse(line).ifPresent(DebianPackage::toString));
    }
}
