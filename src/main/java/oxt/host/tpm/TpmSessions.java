package oxt.host.tpm;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import oxt.trust.tpm.Authorization;
import oxt.trust.tpm.Entity;
import oxt.trust.tpm.KeyParameters;
import oxt.trust.tpm.ObjectCommands.CreatePrimary;
import oxt.trust.tpm.ObjectCommands.Primary;
import oxt.trust.tpm.Salt;
import oxt.trust.tpm.SessionCommands.StartAuthSession;
import oxt.trust.tpm.Templates;
import oxt.trust.tpm.TpmSession;

/** Sessions that begin with what they need: a salt that only the TPM can open. */
public final class TpmSessions {
    private TpmSessions() {}

    /** The storage key of the owner's hierarchy, the same at each call. */
    public static Primary storageKey(Tpm tpm) {
        return tpm.ask(
                new CreatePrimary(Entity.OWNER, Templates.storage()), Authorization.NO_PASSWORD);
    }

    /** One whose key nobody has who only sees the bus. */
    public static TpmSession salted(Tpm tpm, Primary storageKey, TpmSession.Kind kind) {
        if (!(storageKey.area().parameters() instanceof KeyParameters.Ecc key)) {
            throw new IllegalArgumentException("a storage key that is on no curve");
        }
        Salt salt = Salt.of(once(key.curve()), key, storageKey.area().nameHash());
        return tpm.ask(new StartAuthSession(storageKey.entity(), salt, tpm.nonce(), kind));
    }

    /** One without a key, which is enough where nothing secret goes through it. */
    public static TpmSession plain(Tpm tpm, TpmSession.Kind kind) {
        return tpm.ask(new StartAuthSession(Entity.NOBODY, Salt.NONE, tpm.nonce(), kind));
    }

    private static KeyPair once(KeyParameters.Curve curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve.javaName()));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + curve.javaName(), e);
        }
    }
}
