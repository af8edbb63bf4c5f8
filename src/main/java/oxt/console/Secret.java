package oxt.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A random text that nobody guesses; it is kept as its hash, so that a lookup tells nothing. */
record Secret(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** 256 bits. */
    private static final int BYTES = 32;

    /** As long as ours are; what is longer is not even hashed. */
    private static final int LONGEST = 64;

    static Secret make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** By which it is found again. */
    String hash() {
        return hash(text);
    }

    static String hash(String text) {
        String hashed = text.length() > LONGEST ? "" : text;
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(hashed.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
