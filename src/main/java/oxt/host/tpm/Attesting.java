package oxt.host.tpm;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.tpm.Attestation;
import oxt.trust.tpm.Authorization;
import oxt.trust.tpm.Credential;
import oxt.trust.tpm.Entity;
import oxt.trust.tpm.NvCommands;
import oxt.trust.tpm.ObjectCommands.CreatePrimary;
import oxt.trust.tpm.ObjectCommands.Primary;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.PolicyCommands;
import oxt.trust.tpm.PublicArea;
import oxt.trust.tpm.ReportCommands;
import oxt.trust.tpm.Secret;
import oxt.trust.tpm.SigningScheme;
import oxt.trust.tpm.Templates;
import oxt.trust.tpm.TpmAnswer;
import oxt.trust.tpm.TpmSession;
import oxt.trust.tpm.TpmWriter;

/**
 * What a TPM signs for others. Its keys are primary ones of the endorsement hierarchy, made anew at
 * each use from the TPM's own seed: always the same, and nothing to keep.
 */
public final class Attesting {
    /** The registers may be extended between a look at them and the quote. */
    private static final int ATTEMPTS = 5;

    private static final PublicArea KEY =
            Templates.attestation(
                    new SigningScheme(SigningScheme.Kind.ECDSA, HashAlgorithm.SHA256));

    private Attesting() {}

    /**
     * A quote and the registers that it is of.
     *
     * @param quote TPMS_ATTEST
     * @param signature TPMT_SIGNATURE
     */
    public record Quoted(PublicArea key, Bytes quote, Bytes signature, PcrBank registers) {}

    public static Quoted quote(Tpm tpm, Bytes qualification, PcrSelection selection) {
        Primary key = primary(tpm, KEY);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            PcrBank registers = registers(tpm, selection);
            ReportCommands.Quoted quoted =
                    tpm.ask(
                            new ReportCommands.Quote(key.entity(), qualification, selection),
                            Authorization.NO_PASSWORD);
            Bytes digest = Attestation.read(quoted.attested()).orThrow().digest();
            if (selection.digest(HashAlgorithm.SHA256, registers).equals(digest)) {
                return new Quoted(key.area(), quoted.attested(), quoted.signature(), registers);
            }
        }
        throw new ProblemException(
                new Problem.Failed(
                        "registers-change",
                        "Something extends the TPM's registers all the time, so no quote is of"
                                + " what they were just before.",
                        "Find out what measures into them: oxt launch status"));
    }

    private static PcrBank registers(Tpm tpm, PcrSelection selection) {
        var values = new TreeMap<Pcr, Bytes>();
        for (Pcr pcr : selection.registers()) {
            var one = PcrSelection.of(selection.bank(), Set.of(pcr));
            values.putAll(tpm.ask(new ReportCommands.PcrRead(one)).values());
        }
        return new PcrBank(selection.bank(), values);
    }

    /** The key that quotes are signed by. */
    public static PublicArea key(Tpm tpm) {
        return used(tpm, KEY);
    }

    /** The key that the TPM's maker knows it by. */
    public static PublicArea endorsement(Tpm tpm) {
        return used(tpm, Templates.endorsement());
    }

    private static PublicArea used(Tpm tpm, PublicArea template) {
        Primary key = primary(tpm, template);
        tpm.flush(key.entity().handle());
        return key.area();
    }

    private static Primary primary(Tpm tpm, PublicArea template) {
        return tpm.ask(new CreatePrimary(Entity.ENDORSEMENT, template), Authorization.NO_PASSWORD);
    }

    /** The maker's word for the endorsement key, X.509 in DER; nothing where it gave none. */
    public static Optional<Bytes> certificate(Tpm tpm) {
        var look = new NvCommands.ReadNvPublic(NvCommands.ENDORSEMENT_CERTIFICATE);
        if (!(tpm.attempt(look) instanceof TpmAnswer.Done<NvCommands.Memory>(var memory, _))) {
            return Optional.empty();
        }
        TpmWriter whole = new TpmWriter();
        for (int offset = 0; offset < memory.size(); offset += NvCommands.ReadNv.MOST) {
            int length = Math.min(NvCommands.ReadNv.MOST, memory.size() - offset);
            whole.bytes(
                    tpm.ask(
                            new NvCommands.ReadNv(memory.entity(), length, offset),
                            Authorization.NO_PASSWORD));
        }
        return Optional.of(whole.written());
    }

    /** What proves that the key that quotes are signed by is of this TPM. */
    public static Secret activate(Tpm tpm, Credential credential) {
        Entity key = primary(tpm, KEY).entity();
        Entity endorsement = primary(tpm, Templates.endorsement()).entity();
        TpmSession session = TpmSessions.plain(tpm, TpmSession.Kind.POLICY);
        tpm.ask(
                new PolicyCommands.PolicySecret(session, Entity.ENDORSEMENT),
                Authorization.NO_PASSWORD);
        return Secret.of(
                tpm.ask(
                        new ReportCommands.ActivateCredential(
                                key,
                                endorsement,
                                credential.identity(),
                                credential.encryptedSeed()),
                        Authorization.NO_PASSWORD,
                        session.authorizes(Secret.NONE, tpm.nonce(), Set.of())));
    }
}
