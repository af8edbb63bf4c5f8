package oxt.host.crypto;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.tpm.JdkSignatures;
import oxt.trust.tpm.KeyParameters;
import oxt.trust.tpm.SignatureCheck;
import oxt.trust.tpm.SigningScheme;
import oxt.trust.tpm.TpmSignature;

/**
 * Signatures as OpenSSL's libcrypto checks them: on P-256 some eight times as fast as the JDK, from
 * the first one on. For whoever judges many machines; what it does not know the JDK checks.
 */
public final class LibCrypto implements SignatureCheck {
    private static final int GOOD = 1;
    private static final byte UNCOMPRESSED = 4;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;

    private final SignatureCheck jdk = new JdkSignatures();
    private final MethodHandle number; // BN_bin2bn(bytes, length, into)
    private final MethodHandle rsaNew; // RSA_new()
    private final MethodHandle rsaSet; // RSA_set0_key(rsa, n, e, d)
    private final MethodHandle rsaVerify; // RSA_verify(hash, digest, length, value, length, rsa)
    private final MethodHandle rsaFree; // RSA_free(rsa)
    private final MethodHandle ecNew; // EC_KEY_new_by_curve_name(curve)
    private final MethodHandle ecSet; // EC_KEY_oct2key(key, point, length, context)
    private final MethodHandle ecFree; // EC_KEY_free(key)
    private final MethodHandle signatureNew; // ECDSA_SIG_new()
    private final MethodHandle signatureSet; // ECDSA_SIG_set0(signature, r, s)
    private final MethodHandle ecVerify; // ECDSA_do_verify(digest, length, signature, key)
    private final MethodHandle signatureFree; // ECDSA_SIG_free(signature)
    private final MethodHandle forgetErrors; // ERR_clear_error()

    private LibCrypto(OpenSsl library) {
        number = library.function("BN_bin2bn", POINTER, POINTER, INT, POINTER);
        rsaNew = library.function("RSA_new", POINTER);
        rsaSet = library.function("RSA_set0_key", INT, POINTER, POINTER, POINTER, POINTER);
        rsaVerify = library.function("RSA_verify", INT, INT, POINTER, INT, POINTER, INT, POINTER);
        rsaFree = library.procedure("RSA_free", POINTER);
        ecNew = library.function("EC_KEY_new_by_curve_name", POINTER, INT);
        ecSet = library.function("EC_KEY_oct2key", INT, POINTER, POINTER, LONG, POINTER);
        ecFree = library.procedure("EC_KEY_free", POINTER);
        signatureNew = library.function("ECDSA_SIG_new", POINTER);
        signatureSet = library.function("ECDSA_SIG_set0", INT, POINTER, POINTER, POINTER);
        ecVerify = library.function("ECDSA_do_verify", INT, POINTER, INT, POINTER, POINTER);
        signatureFree = library.procedure("ECDSA_SIG_free", POINTER);
        forgetErrors = library.procedure("ERR_clear_error");
    }

    /** Nothing where the library is not on this machine. */
    public static Optional<SignatureCheck> find() {
        return OpenSsl.find().map(LibCrypto::new);
    }

    @Override
    public boolean isGood(KeyParameters.Rsa key, TpmSignature.Rsa signature, Bytes signed) {
        if (signature.kind() != SigningScheme.Kind.RSASSA || key.modulus().length() == 0) {
            return jdk.isGood(key, signature, signed);
        }
        try (Arena arena = Arena.ofConfined()) {
            return isGood(key, signature, signature.hash().digest(signed), arena);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private boolean isGood(
            KeyParameters.Rsa key, TpmSignature.Rsa signature, Bytes digest, Arena arena)
            throws Throwable {
        MemorySegment rsa = (MemorySegment) rsaNew.invokeExact();
        try {
            // The key owns its numbers from now on, and frees them.
            int set =
                    (int)
                            rsaSet.invokeExact(
                                    rsa,
                                    number(key.modulus(), arena),
                                    number(exponent(key), arena),
                                    MemorySegment.NULL);
            int answer =
                    (int)
                            rsaVerify.invokeExact(
                                    hash(signature.hash()),
                                    copied(digest, arena),
                                    digest.length(),
                                    copied(signature.value(), arena),
                                    signature.value().length(),
                                    rsa);
            return answered(set == GOOD ? answer : set);
        } finally {
            rsaFree.invokeExact(rsa);
        }
    }

    @Override
    public boolean isGood(KeyParameters.Ecc key, TpmSignature.Ecdsa signature, Bytes signed) {
        try (Arena arena = Arena.ofConfined()) {
            return isGood(key, signature, signature.hash().digest(signed), arena);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private boolean isGood(
            KeyParameters.Ecc key, TpmSignature.Ecdsa signature, Bytes digest, Arena arena)
            throws Throwable {
        MemorySegment ec = (MemorySegment) ecNew.invokeExact(curve(key.curve()));
        MemorySegment pair = (MemorySegment) signatureNew.invokeExact();
        try {
            MemorySegment point = point(key, arena);
            // Refuses what is not on the curve.
            int set = (int) ecSet.invokeExact(ec, point, point.byteSize(), MemorySegment.NULL);
            int paired =
                    (int)
                            signatureSet.invokeExact(
                                    pair,
                                    number(signature.r(), arena),
                                    number(signature.s(), arena));
            if (set != GOOD || paired != GOOD) {
                return answered(set == GOOD ? paired : set);
            }
            int answer =
                    (int) ecVerify.invokeExact(copied(digest, arena), digest.length(), pair, ec);
            return answered(answer);
        } finally {
            signatureFree.invokeExact(pair);
            ecFree.invokeExact(ec);
        }
    }

    private static MemorySegment point(KeyParameters.Ecc key, Arena arena) {
        int size = key.curve().size();
        MemorySegment point = arena.allocate(1 + 2L * size);
        point.set(ValueLayout.JAVA_BYTE, 0, UNCOMPRESSED);
        put(key.x(), point, 1 + size);
        put(key.y(), point, 1 + 2 * size);
        return point;
    }

    /** Right-aligned, before the end. */
    private static void put(Bytes number, MemorySegment into, int end) {
        byte[] bytes = number.toArray();
        MemorySegment.copy(
                bytes, 0, into, ValueLayout.JAVA_BYTE, (long) end - bytes.length, bytes.length);
    }

    private MemorySegment number(Bytes bytes, Arena arena) throws Throwable {
        return (MemorySegment)
                number.invokeExact(copied(bytes, arena), bytes.length(), MemorySegment.NULL);
    }

    private static MemorySegment copied(Bytes bytes, Arena arena) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes.toArray());
    }

    private static Bytes exponent(KeyParameters.Rsa key) {
        return Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(key.publicExponent()).array());
    }

    /** What a wrong signature leaves in the thread's list of errors is nobody's. */
    private boolean answered(int answer) throws Throwable {
        if (answer != GOOD) {
            forgetErrors.invokeExact();
        }
        return answer == GOOD;
    }

    /** NID of obj_mac.h. */
    private static int hash(HashAlgorithm hash) {
        return switch (hash) {
            case SHA1 -> 64;
            case SHA256 -> 672;
            case SHA384 -> 673;
            case SHA512 -> 674;
        };
    }

    private static int curve(KeyParameters.Curve curve) {
        return switch (curve) {
            case P256 -> 415;
            case P384 -> 715;
        };
    }
}
