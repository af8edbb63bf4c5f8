package oxt.trust;

import java.util.UUID;

/**
 * EFI_GUID: the first three fields are little-endian, the rest is as written (UEFI 2.10, App. A).
 */
final class EfiGuid {
    private EfiGuid() {}

    static UUID read(Cursor cursor, String what) {
        long first = cursor.u32(what);
        long second = cursor.u16(what);
        long third = cursor.u16(what);
        Bytes rest = cursor.take(Long.BYTES, what);
        long low = 0;
        for (int index = 0; index < rest.length(); index++) {
            low = low << 8 | rest.at(index);
        }
        return new UUID(first << 32 | second << 16 | third, low);
    }
}
