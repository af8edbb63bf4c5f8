package oxt.daemon;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import oxt.api.RehearsalReply;
import oxt.api.SealReply;
import oxt.api.SealRow;
import oxt.api.SealedDocument;
import oxt.daemon.work.LaunchSecrets;
import oxt.host.tpm.HostTpm;
import oxt.host.tpm.Sealing;
import oxt.host.tpm.Sealing.Opening;
import oxt.host.tpm.Tpm;
import oxt.model.Names;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.trust.BootStatus;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.ForeseenEvent;
import oxt.trust.HashAlgorithm;
import oxt.trust.ImaEntry;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.ProvenLog;
import oxt.trust.Replay;
import oxt.trust.SealingChoice;
import oxt.trust.rehearsal.BootFiles;
import oxt.trust.rehearsal.Instead;
import oxt.trust.rehearsal.Rehearsal;
import oxt.trust.tpm.Encrypted;
import oxt.trust.tpm.RecoveryKey;
import oxt.trust.tpm.Sealed;
import oxt.trust.tpm.Secret;

/**
 * Secrets that open in boots like the one they were sealed in: their keys under the TPM, they
 * themselves encrypted in files.
 *
 * @param host its TPM, and the log of its boot
 * @param bootFiles what its next boot may load
 */
record SealedSecrets(
        SealedFiles files,
        HostTpm host,
        BootFiles bootFiles,
        SecureRandom random,
        InstantSource clock)
        implements LaunchSecrets {
    /** A LUKS key file has 8 MiB at most, and mostly less than a page. */
    static final int LARGEST = 64 << 10;

    @Override
    public List<SealRow> list() {
        return files.all().stream().map(SealRow::of).toList();
    }

    @Override
    public synchronized SealReply seal(String name, Secret secret, List<Pcr> registers) {
        check(name, secret);
        Bytes log = host.logBytes().orElse(Bytes.NONE);
        PcrBank boot = SealingChoice.of(status(), registers).orThrow();
        Secret key = generated(Encrypted.KEY_BYTES);
        RecoveryKey recovery = new RecoveryKey(generated(RecoveryKey.BYTES));
        try (Tpm open = host.open()) {
            long counter = files.has(name) ? known(name) : Sealing.newCounter(open);
            Sealed sealed = Sealing.seal(open, key, List.of(boot), counter);
            SealedDocument document =
                    new SealedDocument(
                            name,
                            clock.instant().truncatedTo(ChronoUnit.SECONDS),
                            sealed,
                            Encrypted.of(secret, key, nonce(), secretName(name)),
                            Encrypted.of(key, recovery.key(), nonce(), keyName(name)),
                            log,
                            List.of());
            // In this order: whoever dies in between leaves one that opens.
            files.write(document);
            Sealing.settle(open, sealed);
            return new SealReply(SealRow.of(document), recovery.written());
        }
    }

    private long known(String name) {
        return files.read(name).key().counter();
    }

    private static void check(String name, Secret secret) {
        if (!Names.isName(name)) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "not-a-name",
                            "What names the secret is not a name.",
                            "Write lower-case letters, digits and dashes, a letter first, at most"
                                    + " 32."));
        }
        int length = secret.bytes().length();
        if (length == 0 || length > LARGEST) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "secret-size",
                            "The secret has " + length + " bytes; 1 to " + LARGEST + " may be.",
                            "Give it on standard input, or have one made: --generate"));
        }
    }

    @Override
    public synchronized Secret open(String name) {
        SealedDocument document = files.read(name);
        return decrypted(document, key(document));
    }

    private Secret key(SealedDocument document) {
        String name = document.name();
        return switch (opening(document)) {
            case Opening.Opened(var key) -> key;
            case Opening.Superseded(long count, long counted) ->
                    throw new ProblemException(
                            new Problem.Denied(
                                    "sealed-superseded",
                                    "What is on the disk is an older copy of "
                                            + name
                                            + ": it was sealed at count "
                                            + count
                                            + ", and the TPM counts "
                                            + counted
                                            + ".",
                                    "Bring the newest copy back, or use the recovery key: oxt"
                                            + " launch recover "
                                            + name));
            case Opening.OtherBoot() ->
                    throw new ProblemException(
                            OtherBoot.problems(document, host.logBytes(), host.registers()));
        };
    }

    /** The TPM is let go before anybody looks why: some talk with one program at a time. */
    private Opening opening(SealedDocument document) {
        try (Tpm open = host.open()) {
            return Sealing.open(open, document.key());
        }
    }

    @Override
    public synchronized RehearsalReply rehearse(String name, Instead instead, Doing doing) {
        SealedDocument document = files.read(name);
        PcrBank now = now(document);
        ProvenLog proven = proven(now);
        Rehearsal rehearsal = Rehearsal.of(proven, bootFiles, instead);
        RehearsalReply reply = RehearsalText.coming(name, rehearsal, proven);
        if (doing == Doing.SEAL) {
            List<Problem> unforeseen = RehearsalText.unforeseen(rehearsal);
            if (!unforeseen.isEmpty()) {
                throw new ProblemException(unforeseen);
            }
            PcrBank coming = rehearsal.registers(now, proven);
            sealAgain(
                    document,
                    coming.equals(now) ? List.of(now) : List.of(now, coming),
                    rehearsal.events());
        }
        return reply;
    }

    @Override
    public synchronized RehearsalReply confirm(String name, Doing doing) {
        SealedDocument document = files.read(name);
        PcrBank now = now(document);
        if (document.foreseen().isEmpty()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "nothing-rehearsed",
                            "No boot was rehearsed for " + name + ".",
                            "Rehearse one before a change: oxt launch rehearse " + name));
        }
        RehearsalReply reply = RehearsalText.came(name, document.foreseen(), proven(now));
        if (doing == Doing.SEAL) {
            sealAgain(document, List.of(now), List.of());
        }
        return reply;
    }

    /** The same secret and recovery key, for other boots; only a boot that opens it may. */
    private void sealAgain(
            SealedDocument document, List<PcrBank> boots, List<ForeseenEvent> foreseen) {
        Bytes log = host.logBytes().orElseThrow(() -> new ProblemException(host.noLog()));
        Secret key = key(document);
        try (Tpm open = host.open()) {
            Sealed sealed = Sealing.seal(open, key, boots, document.key().counter());
            files.write(
                    new SealedDocument(
                            document.name(),
                            clock.instant().truncatedTo(ChronoUnit.SECONDS),
                            sealed,
                            document.secret(),
                            document.recovery(),
                            log,
                            foreseen));
            Sealing.settle(open, sealed);
        }
    }

    /** The registers that it is sealed to, as they are; each must be explained by the log. */
    private PcrBank now(SealedDocument document) {
        return SealingChoice.of(status(), List.copyOf(document.key().selection().registers()))
                .orThrow();
    }

    private ProvenLog proven(PcrBank registers) {
        EventLog log = host.log().orElseThrow(() -> new ProblemException(host.noLog())).orThrow();
        return switch (Replay.of(log, registers)) {
            case Replay.Proven(var proven) -> proven;
            case Replay.Unproven _ ->
                    throw new ProblemException(
                            Problem.Bug.of("Registers that were proven are not."));
        };
    }

    private static Secret decrypted(SealedDocument document, Secret key) {
        return Encrypted.open(document.secret(), key, secretName(document.name()))
                .orElseThrow(() -> damaged(document.name()));
    }

    private static ProblemException damaged(String name) {
        return new ProblemException(
                new Problem.Failed(
                        "sealed-damaged",
                        "The sealed secret " + name + " is damaged.",
                        "Bring its file back from a backup, or remove it and seal it again."));
    }

    @Override
    public Secret recover(String name, String recoveryKey) {
        SealedDocument document = files.read(name);
        return RecoveryKey.read(recoveryKey)
                .flatMap(read -> Encrypted.open(document.recovery(), read.key(), keyName(name)))
                .map(key -> decrypted(document, key))
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem.Denied(
                                                "recovery-key-wrong",
                                                "That is not the recovery key of " + name + ".",
                                                "Type the eight groups of four that were printed"
                                                        + " when it was sealed last.")));
    }

    @Override
    public synchronized void remove(String name) {
        SealedDocument document = files.read(name);
        files.remove(name);
        try (Tpm open = host.open()) {
            Sealing.removeCounter(open, document.key().counter());
        }
    }

    @Override
    public Secret generated(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return Secret.of(Bytes.of(made));
    }

    private Bytes nonce() {
        return generated(Encrypted.NONCE_BYTES).bytes();
    }

    private BootStatus status() {
        Map<HashAlgorithm, PcrBank> registers = host.registers();
        if (registers.isEmpty()) {
            throw new ProblemException(host.noLog());
        }
        List<ImaEntry> measured = host.files().map(Reading::orThrow).orElse(List.of());
        return BootStatus.of(host.log().map(Reading::orThrow), measured, registers);
    }

    private static String secretName(String name) {
        return "oxt secret " + name;
    }

    private static String keyName(String name) {
        return "oxt key " + name;
    }
}
