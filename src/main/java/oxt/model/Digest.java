package oxt.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 digest, written {@code sha256:} and 64 hexadecimal digits in lower case. */
public record Digest(String text) {
    public static final Pattern PATTERN = Pattern.compile("sha256:[0-9a-f]{64}");

    public Digest {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a digest: " + text);
        }
    }

    /** Of bytes that the caller has put together. */
    public static Digest of(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Digest("sha256:" + HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
