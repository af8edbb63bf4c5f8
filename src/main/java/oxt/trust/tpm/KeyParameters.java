package oxt.trust.tpm;

import java.util.Arrays;
import java.util.Optional;
import oxt.trust.Bytes;

/** What kind of object it is, and the public half of its key (part 2, 12.2.3). */
public sealed interface KeyParameters {
    int RSA = 0x0001;
    int KEYED_HASH = 0x0008;
    int NULL = 0x0010;
    int ECC = 0x0023;

    /** Of 4096 bits. */
    int LARGEST_MODULUS = 512;

    /** Of a curve of 521 bits. */
    int LARGEST_COORDINATE = 66;

    /** Whether it encrypts what is stored under it, by AES with 128 bits in CFB mode. */
    enum Encryption {
        NONE,
        AES128_CFB;

        private static final int AES = 0x0006;
        private static final int BITS = 128;
        private static final int CFB = 0x0043;

        void write(TpmWriter out) {
            switch (this) {
                case NONE -> out.u16(NULL);
                case AES128_CFB -> out.u16(AES).u16(BITS).u16(CFB);
            }
        }

        private static Encryption read(TpmReader in) {
            int algorithm = in.u16("the cipher");
            if (algorithm == NULL) {
                return NONE;
            }
            int bits = in.u16("the cipher's key");
            int mode = in.u16("the cipher's mode");
            if (algorithm != AES || bits != BITS || mode != CFB) {
                throw in.malformed("a cipher ends that is not AES with 128 bits in CFB mode");
            }
            return AES128_CFB;
        }
    }

    /**
     * @param exponent as the TPM writes it, where 0 is 65537
     * @param modulus empty in a template; the TPM fills it in
     */
    record Rsa(
            Encryption encryption,
            Optional<SigningScheme> scheme,
            int bits,
            long exponent,
            Bytes modulus)
            implements KeyParameters {
        private static final long DEFAULT_EXPONENT = 65537;

        /** What is meant by it. */
        public long publicExponent() {
            return exponent == 0 ? DEFAULT_EXPONENT : exponent;
        }
    }

    /**
     * @param x and {@code y}: empty in a template; may lack leading zeros
     */
    record Ecc(Encryption encryption, Optional<SigningScheme> scheme, Curve curve, Bytes x, Bytes y)
            implements KeyParameters {}

    /**
     * Bytes that the TPM keeps and gives back, not a key (TPM_ALG_KEYEDHASH with no scheme).
     *
     * @param unique a digest of what is kept; empty in a template
     */
    record Kept(Bytes unique) implements KeyParameters {}

    /** TPM_ECC_CURVE. */
    enum Curve {
        P256(0x0003, 32, "secp256r1"),
        P384(0x0004, 48, "secp384r1");

        private final int number;
        private final int size;
        private final String javaName;

        Curve(int number, int size, String javaName) {
            this.number = number;
            this.size = size;
            this.javaName = javaName;
        }

        /** Of a coordinate, in bytes. */
        public int size() {
            return size;
        }

        public String javaName() {
            return javaName;
        }
    }

    default int type() {
        return switch (this) {
            case Rsa _ -> RSA;
            case Ecc _ -> ECC;
            case Kept _ -> KEYED_HASH;
        };
    }

    default void write(TpmWriter out) {
        switch (this) {
            case Rsa(var encryption, var scheme, int bits, long exponent, var modulus) -> {
                encryption.write(out);
                SigningScheme.write(scheme, out);
                out.u16(bits).u32(exponent).sized(modulus);
            }
            case Ecc(var encryption, var scheme, var curve, var x, var y) -> {
                encryption.write(out);
                SigningScheme.write(scheme, out);
                out.u16(curve.number).u16(NULL).sized(x).sized(y);
            }
            case Kept(var unique) -> out.u16(NULL).sized(unique);
        }
    }

    static KeyParameters read(int type, TpmReader in) {
        return switch (type) {
            case RSA -> rsa(in);
            case ECC -> ecc(in);
            case KEYED_HASH -> kept(in);
            default -> throw in.malformed("an object of unknown type begins");
        };
    }

    private static Rsa rsa(TpmReader in) {
        return new Rsa(
                Encryption.read(in),
                SigningScheme.read(in),
                in.u16("the key's bits"),
                in.u32("the exponent"),
                in.sized(LARGEST_MODULUS, "the modulus"));
    }

    private static Ecc ecc(TpmReader in) {
        Encryption encryption = Encryption.read(in);
        Optional<SigningScheme> scheme = SigningScheme.read(in);
        int number = in.u16("the curve");
        Curve curve =
                Arrays.stream(Curve.values())
                        .filter(known -> known.number == number)
                        .findFirst()
                        .orElseThrow(() -> in.malformed("an unknown curve ends"));
        if (in.u16("the key derivation") != NULL) {
            throw in.malformed("a key derivation ends where there is none");
        }
        return new Ecc(
                encryption, scheme, curve, in.sized(curve.size, "x"), in.sized(curve.size, "y"));
    }

    private static Kept kept(TpmReader in) {
        if (in.u16("the scheme") != NULL) {
            throw in.malformed("a scheme ends where there is none");
        }
        return new Kept(in.sized(64, "the digest of what is kept"));
    }
}
