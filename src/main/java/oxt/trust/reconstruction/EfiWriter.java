package oxt.trust.reconstruction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import oxt.trust.Bytes;

/** Writes fields as UEFI has them, little-endian, one after the other. */
final class EfiWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    EfiWriter u8(int value) {
        return number(value, Byte.BYTES);
    }

    EfiWriter u16(int value) {
        return number(value, Short.BYTES);
    }

    EfiWriter u32(long value) {
        return number(value, Integer.BYTES);
    }

    EfiWriter u64(long value) {
        return number(value, Long.BYTES);
    }

    private EfiWriter number(long value, int length) {
        for (int place = 0; place < length; place++) {
            out.write((int) (value >>> Byte.SIZE * place));
        }
        return this;
    }

    /** EFI_GUID: the first three fields are numbers, the rest stands as written. */
    EfiWriter guid(UUID id) {
        long high = id.getMostSignificantBits();
        u32(high >>> 32).u16((int) (high >>> 16)).u16((int) high);
        return u64(Long.reverseBytes(id.getLeastSignificantBits()));
    }

    /** Two bytes a character, without an end. */
    EfiWriter utf16(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_16LE));
        return this;
    }

    EfiWriter bytes(Bytes bytes) {
        out.writeBytes(bytes.toArray());
        return this;
    }

    Bytes written() {
        return Bytes.of(out.toByteArray());
    }
}
