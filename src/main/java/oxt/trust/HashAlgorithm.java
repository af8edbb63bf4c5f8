package oxt.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The hashes that TPMs have banks of (TCG Algorithm Registry, table 3). */
public enum HashAlgorithm {
    SHA1(0x0004, 20, "SHA-1"),
    SHA256(0x000B, 32, "SHA-256"),
    SHA384(0x000C, 48, "SHA-384"),
    SHA512(0x000D, 64, "SHA-512");

    private final int tcgNumber;
    private final int size;
    private final String javaName;

    /** Only ever cloned: to look one up takes as long as to hash. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final MessageDigest fresh;

    HashAlgorithm(int tcgNumber, int size, String javaName) {
        this.tcgNumber = tcgNumber;
        this.size = size;
        this.javaName = javaName;
        this.fresh = fresh(javaName);
    }

    private static MessageDigest fresh(String javaName) {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + javaName, e);
        }
    }

    /** TPM_ALG_ID. */
    public int tcgNumber() {
        return tcgNumber;
    }

    /** As Java's cryptography knows it. */
    public String javaName() {
        return javaName;
    }

    /** Of a digest, in bytes. */
    public int size() {
        return size;
    }

    /** Lower case, as tpm2-tools and the kernel write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<HashAlgorithm> ofTcgNumber(int number) {
        // Asked for each digest of each entry of a log, so without a search.
        return switch (number) {
            case 0x0004 -> Optional.of(SHA1);
            case 0x000B -> Optional.of(SHA256);
            case 0x000C -> Optional.of(SHA384);
            case 0x000D -> Optional.of(SHA512);
            default -> Optional.empty();
        };
    }

    public static Optional<HashAlgorithm> ofWord(String word) {
        return Arrays.stream(values()).filter(known -> known.word().equals(word)).findFirst();
    }

    /** SHA-256 where it is among them: every TPM 2.0 has it, and people know its digests. */
    public static HashAlgorithm shown(Set<HashAlgorithm> banks) {
        return banks.contains(SHA256)
                ? SHA256
                : banks.stream().max(Comparator.naturalOrder()).orElse(SHA1);
    }

    /** Of the parts, one after the other. */
    public Bytes digest(Bytes... parts) {
        try {
            MessageDigest digest = (MessageDigest) fresh.clone();
            for (Bytes part : parts) {
                part.feed(digest);
            }
            return Bytes.given(digest.digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the JDK's own digests are cloned", e);
        }
    }

    /** What a register holds after this digest came to what it held (TPM 2.0 part 1, 17.2). */
    public Bytes extend(Bytes register, Bytes digest) {
        return digest(register, digest);
    }
}
