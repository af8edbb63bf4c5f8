package oxt.trust;

import java.util.List;
import java.util.Optional;

/** The part of an entry's content that its digest is of: found by hashing, not by its type. */
final class Covered {
    private static final int VENDOR = 16;

    /** GRUB hashes what stands behind "grub_cmd: ", up to the NUL. */
    private static final int LONGEST_PREFIX = 32;

    private Covered() {}

    static Optional<Bytes> of(LoggedEvent.Claim claim, HashAlgorithm bank, Bytes digest) {
        for (Bytes part : candidates(claim.content())) {
            if (bank.digest(part).equals(digest)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    private static List<Bytes> candidates(Bytes content) {
        return List.of(
                content, withoutNul(content), behindColon(withoutNul(content)), variable(content));
    }

    private static Bytes withoutNul(Bytes content) {
        int last = content.length() - 1;
        return last >= 0 && content.at(last) == 0 ? content.slice(0, last) : content;
    }

    private static Bytes behindColon(Bytes content) {
        for (int at = 0; at + 1 < Math.min(content.length(), LONGEST_PREFIX); at++) {
            if (content.at(at) == ':' && content.at(at + 1) == ' ') {
                return content.slice(at + 2, content.length() - at - 2);
            }
        }
        return content;
    }

    /** Of EV_EFI_VARIABLE_BOOT the value alone is hashed (Firmware Profile, 10.4.1). */
    private static Bytes variable(Bytes content) {
        try {
            Cursor cursor = new Cursor(content, 0);
            cursor.take(VENDOR, "a vendor");
            long name = cursor.u64("a name's length");
            long value = cursor.u64("a value's length");
            if (name < 0 || name > content.length()) {
                return content;
            }
            cursor.counted(2 * name, "a name");
            return cursor.counted(value, "a value");
        } catch (Malformed noVariable) {
            return content;
        }
    }
}
