package oxt.trust.tpm;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;

/** A key that signs what no TPM would: tests of what a verifier has to refuse. */
public final class SoftwareKey {
    private static final int SIZE = 32;

    private final KeyPair pair;
    private final PublicArea area;

    public SoftwareKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        area =
                new PublicArea(
                        HashAlgorithm.SHA256,
                        EnumSet.of(
                                ObjectAttribute.FIXED_TPM,
                                ObjectAttribute.FIXED_PARENT,
                                ObjectAttribute.SENSITIVE_DATA_ORIGIN,
                                ObjectAttribute.USER_WITH_AUTH,
                                ObjectAttribute.RESTRICTED,
                                ObjectAttribute.SIGN),
                        Bytes.NONE,
                        new KeyParameters.Ecc(
                                KeyParameters.Encryption.NONE,
                                Optional.of(
                                        new SigningScheme(
                                                SigningScheme.Kind.ECDSA, HashAlgorithm.SHA256)),
                                KeyParameters.Curve.P256,
                                fixed(point.getAffineX()),
                                fixed(point.getAffineY())));
    }

    public PublicArea area() {
        return area;
    }

    /** A TPMT_SIGNATURE. */
    public Bytes sign(Bytes signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(signed.toArray());
        Bytes value = Bytes.of(signature.sign());
        return new TpmWriter()
                .u16(SigningScheme.Kind.ECDSA.tcgNumber())
                .hash(HashAlgorithm.SHA256)
                .sized(value.slice(0, SIZE))
                .sized(value.slice(SIZE, SIZE))
                .written();
    }

    /** A TPMS_ATTEST of these registers. */
    public static Bytes quote(
            Bytes nonce, Attestation.Clock clock, List<PcrSelection> selections, Bytes digest) {
        TpmWriter out = new TpmWriter().u32(0xFF54_4347L).u16(0x8018).sized(Bytes.NONE);
        out.sized(nonce).u64(clock.millis()).u32(clock.resets()).u32(clock.restarts());
        out.u8(clock.reliable() == Attestation.Reliable.YES ? 1 : 0).u64(1).u32(selections.size());
        for (PcrSelection selection : selections) {
            out.hash(selection.bank()).u8(3).bytes(bits(selection.registers()));
        }
        return out.sized(digest).written();
    }

    private static Bytes bits(Set<Pcr> registers) {
        byte[] bits = new byte[3];
        registers.forEach(pcr -> bits[pcr.index() / 8] |= (byte) (1 << pcr.index() % 8));
        return Bytes.of(bits);
    }

    private static Bytes fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[SIZE];
        int length = Math.min(SIZE, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, SIZE - length, length);
        return Bytes.of(fixed);
    }
}
