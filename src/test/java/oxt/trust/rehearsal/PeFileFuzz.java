package oxt.trust.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/** Programs for UEFI, as whoever can write to the disk may leave them there. */
public final class PeFileFuzz {
    private PeFileFuzz() {}

    public static void file(byte[] bytes) {
        PeFile.read(Bytes.of(bytes)).ifPresent(PeFileFuzz::isWithin);
    }

    private static void isWithin(PeFile file) {
        assertEquals(HashAlgorithm.SHA256.size(), file.digest(HashAlgorithm.SHA256).length());
        for (PeFile.Section section : file.sections()) {
            file.content(section.name())
                    .ifPresent(content -> assertTrue(content.length() <= file.file().length()));
        }
    }
}
