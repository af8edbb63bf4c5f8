package oxt.trust.tpm;

import java.util.Locale;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/**
 * What opens a sealed secret without its TPM: written down once, on paper.
 *
 * @param random 20 bytes, nobody else's
 */
public record RecoveryKey(Secret random) {
    public static final int BYTES = 20;

    /** Without letters that look like digits (Crockford's base 32). */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int BITS = 5;
    private static final int GROUP = 4;

    /** Eight groups of four. */
    public String written() {
        StringBuilder out = new StringBuilder();
        Bytes bytes = random.bytes();
        int count = BYTES * Byte.SIZE / BITS;
        for (int letter = 0; letter < count; letter++) {
            if (letter > 0 && letter % GROUP == 0) {
                out.append('-');
            }
            int value = 0;
            for (int bit = letter * BITS; bit < (letter + 1) * BITS; bit++) {
                int octet = bytes.at(bit / Byte.SIZE);
                value = value << 1 | octet >> Byte.SIZE - 1 - bit % Byte.SIZE & 1;
            }
            out.append(LETTERS.charAt(value));
        }
        return out.toString();
    }

    /** As somebody typed it: small letters, other dashes, O for 0 and I or L for 1 do no harm. */
    public static Optional<RecoveryKey> read(String typed) {
        String letters =
                typed.toUpperCase(Locale.ROOT)
                        .replaceAll("[-\\s]", "")
                        .replace('O', '0')
                        .replace('I', '1')
                        .replace('L', '1');
        if (letters.length() != BYTES * Byte.SIZE / BITS) {
            return Optional.empty();
        }
        byte[] bytes = new byte[BYTES];
        for (int letter = 0; letter < letters.length(); letter++) {
            int value = LETTERS.indexOf(letters.charAt(letter));
            if (value < 0) {
                return Optional.empty();
            }
            for (int bit = 0; bit < BITS; bit++) {
                int place = letter * BITS + bit;
                int set = value >> BITS - 1 - bit & 1;
                bytes[place / Byte.SIZE] |= (byte) (set << Byte.SIZE - 1 - place % Byte.SIZE);
            }
        }
        return Optional.of(new RecoveryKey(Secret.of(Bytes.of(bytes))));
    }

    /** For {@link Encrypted}; the key has its full strength, so one hash is enough. */
    public Secret key() {
        return Secret.of(HashAlgorithm.SHA256.digest(random.bytes()));
    }
}
