package oxt.trust.tpm;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What an object is for, and how it may be used (TPMA_OBJECT; part 2, 8.3). */
public enum ObjectAttribute {
    FIXED_TPM(1),
    ST_CLEAR(2),
    FIXED_PARENT(4),
    SENSITIVE_DATA_ORIGIN(5),
    USER_WITH_AUTH(6),
    ADMIN_WITH_POLICY(7),
    NO_DA(10),
    ENCRYPTED_DUPLICATION(11),
    /** It signs and decrypts only what the TPM made itself. */
    RESTRICTED(16),
    DECRYPT(17),
    SIGN(18),
    X509_SIGN(19);

    private final int bit;

    ObjectAttribute(int bit) {
        this.bit = bit;
    }

    private long mask() {
        return 1L << bit;
    }

    static long bits(Collection<ObjectAttribute> attributes) {
        return attributes.stream().mapToLong(ObjectAttribute::mask).reduce(0, (a, b) -> a | b);
    }

    static Set<ObjectAttribute> read(TpmReader in) {
        long bits = in.u32("the object's attributes");
        Set<ObjectAttribute> set = EnumSet.noneOf(ObjectAttribute.class);
        for (ObjectAttribute attribute : values()) {
            if ((bits & attribute.mask()) != 0) {
                set.add(attribute);
            }
        }
        if (bits(set) != bits) {
            throw in.malformed("reserved attributes end, of " + TpmReader.hex(bits));
        }
        return set;
    }
}
