package oxt.trust.tpm;

import java.util.Optional;
import java.util.Set;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.tpm.KeyParameters.Curve;
import oxt.trust.tpm.KeyParameters.Encryption;

/** What keys and sealed things are made after. */
public final class Templates {
    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;
    private static final int RSA_BITS = 2048;

    private Templates() {}

    /** A storage key on P-256: what is sealed is under it, and salts are for it. */
    public static PublicArea storage() {
        return new PublicArea(
                HASH,
                Set.of(
                        ObjectAttribute.FIXED_TPM,
                        ObjectAttribute.FIXED_PARENT,
                        ObjectAttribute.SENSITIVE_DATA_ORIGIN,
                        ObjectAttribute.USER_WITH_AUTH,
                        ObjectAttribute.NO_DA,
                        ObjectAttribute.RESTRICTED,
                        ObjectAttribute.DECRYPT),
                Bytes.NONE,
                new KeyParameters.Ecc(
                        Encryption.AES128_CFB,
                        Optional.empty(),
                        Curve.P256,
                        Bytes.NONE,
                        Bytes.NONE));
    }

    /** Something kept that the policy alone opens: no password does. */
    public static PublicArea kept(PolicyDigest policy) {
        return new PublicArea(
                HASH,
                Set.of(
                        ObjectAttribute.FIXED_TPM,
                        ObjectAttribute.FIXED_PARENT,
                        ObjectAttribute.NO_DA,
                        ObjectAttribute.ADMIN_WITH_POLICY),
                policy.value(),
                new KeyParameters.Kept(Bytes.NONE));
    }

    /**
     * The endorsement key that makers sign certificates for (TCG EK Credential Profile 2.5, B.3.3,
     * L-1): RSA with 2048 bits, whose uses ask for the endorsement hierarchy's secret.
     */
    public static PublicArea endorsement() {
        return new PublicArea(
                HASH,
                Set.of(
                        ObjectAttribute.FIXED_TPM,
                        ObjectAttribute.FIXED_PARENT,
                        ObjectAttribute.SENSITIVE_DATA_ORIGIN,
                        ObjectAttribute.ADMIN_WITH_POLICY,
                        ObjectAttribute.RESTRICTED,
                        ObjectAttribute.DECRYPT),
                PolicyDigest.BEGINNING.andSecretOf(Entity.ENDORSEMENT).value(),
                new KeyParameters.Rsa(
                        Encryption.AES128_CFB,
                        Optional.empty(),
                        RSA_BITS,
                        0,
                        Bytes.filled(0, RSA_BITS / Byte.SIZE)));
    }

    /** An attestation key: it signs what the TPM made and nothing else. */
    public static PublicArea attestation(SigningScheme scheme) {
        return new PublicArea(
                HASH,
                Set.of(
                        ObjectAttribute.FIXED_TPM,
                        ObjectAttribute.FIXED_PARENT,
                        ObjectAttribute.SENSITIVE_DATA_ORIGIN,
                        ObjectAttribute.USER_WITH_AUTH,
                        ObjectAttribute.NO_DA,
                        ObjectAttribute.RESTRICTED,
                        ObjectAttribute.SIGN),
                Bytes.NONE,
                switch (scheme.kind()) {
                    case RSASSA, RSAPSS ->
                            new KeyParameters.Rsa(
                                    Encryption.NONE, Optional.of(scheme), RSA_BITS, 0, Bytes.NONE);
                    case ECDSA ->
                            new KeyParameters.Ecc(
                                    Encryption.NONE,
                                    Optional.of(scheme),
                                    Curve.P256,
                                    Bytes.NONE,
                                    Bytes.NONE);
                });
    }
}
