package oxt.console;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: enough to know it again, and too little to find it out (RFC 8018).
 */
record Password(int rounds, String salt, String hash) {
    /** What OWASP asks of PBKDF2 with SHA-512; 0.2 s here, and as much for each guess. */
    private static final int ROUNDS = 210_000;

    /** What a file may ask for; more would be hours of work. */
    private static final int MOST_ROUNDS = 10_000_000;

    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 512;
    static final int SHORTEST = 8;
    static final int LONGEST = 200;

    /** Of nobody: so that a name that there is not takes as long as one that there is. */
    static final Password NOBODYS =
            new Password(ROUNDS, "00".repeat(SALT_BYTES), "00".repeat(HASH_BITS / 8));

    static Password of(String text) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new Password(ROUNDS, HexFormat.of().formatHex(salt), derive(text, salt, ROUNDS));
    }

    /** As the file of people has it; nothing where it is not of that form. */
    static Optional<Password> read(String rounds, String salt, String hash) {
        boolean isRight =
                rounds.matches("[1-9][0-9]{0,7}")
                        && Integer.parseInt(rounds) <= MOST_ROUNDS
                        && salt.matches("([0-9a-f]{2}){8,64}")
                        && hash.matches("[0-9a-f]{" + HASH_BITS / 4 + "}");
        return isRight
                ? Optional.of(new Password(Integer.parseInt(rounds), salt, hash))
                : Optional.empty();
    }

    boolean is(String text) {
        byte[] derived =
                HexFormat.of().parseHex(derive(text, HexFormat.of().parseHex(salt), rounds));
        return MessageDigest.isEqual(derived, HexFormat.of().parseHex(hash));
    }

    private static String derive(String text, byte[] salt, int rounds) {
        try {
            var key = new PBEKeySpec(text.toCharArray(), salt, rounds, HASH_BITS);
            byte[] derived =
                    SecretKeyFactory.getInstance(ALGORITHM).generateSecret(key).getEncoded();
            return HexFormat.of().formatHex(derived);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }
}
