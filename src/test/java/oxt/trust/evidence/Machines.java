package oxt.trust.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.tpm.Attestation;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.Quotes;
import oxt.trust.tpm.SoftwareKey;

/** Evidence as real quotes and logs make it, and as a forger would. */
public final class Machines {
    /** Registers that the recorded boot measured into. */
    static final Set<Pcr> MEASURED =
            new TreeSet<>(
                    IntStream.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14).mapToObj(Pcr::new).toList());

    static final Attestation.Clock CLOCK =
            new Attestation.Clock(1_000, 7, 1, Attestation.Reliable.YES);

    private Machines() {}

    static Bytes log(String boot) throws IOException {
        return Bytes.of(Files.readAllBytes(Path.of("src/test/resources/corpus/event-log", boot)));
    }

    /** The boot that all quotes are of. */
    public static Bytes log() throws IOException {
        return log("grub-secure-boot");
    }

    static EventLog read() throws IOException {
        return EventLogReader.read(log()).orThrow();
    }

    public static BootPolicy policy() throws IOException {
        return PolicyOfLog.of(read(), HashAlgorithm.SHA256);
    }

    static PcrBank registers() throws IOException {
        return Quotes.registers(HashAlgorithm.SHA256, MEASURED);
    }

    /** A real quote by the key of this name. */
    public static Evidence evidence(String quote, String key) throws IOException {
        return new Evidence(
                Quotes.NONCE,
                Quotes.attestation(quote),
                Quotes.signature(quote),
                Quotes.key(key),
                registers(),
                Optional.of(log()),
                Optional.empty());
    }

    public static Evidence evidence() throws IOException {
        return evidence("ecdsa", "ecdsa");
    }

    /** The key of evidence was enrolled, and its nonce given out. */
    public static Question question(Evidence evidence, BootPolicy policy) {
        return new Question(
                policy,
                Optional.of(evidence.nonce()),
                Optional.of(evidence.key()),
                Optional.empty());
    }

    /** Signed by a key that signs anything, with a quote of these registers. */
    static Evidence forged(
            SoftwareKey key,
            PcrBank registers,
            Attestation.Clock clock,
            Optional<VmStatement> statement)
            throws Exception {
        List<PcrSelection> selections =
                List.of(PcrSelection.of(registers.algorithm(), registers.values().keySet()));
        Bytes digest =
                HashAlgorithm.SHA256.digest(registers.values().values().toArray(Bytes[]::new));
        Bytes qualification =
                statement.map(about -> about.qualification(Quotes.NONCE)).orElse(Quotes.NONCE);
        return signed(
                key,
                SoftwareKey.quote(qualification, clock, selections, digest),
                registers,
                statement);
    }

    static Evidence signed(
            SoftwareKey key, Bytes quote, PcrBank registers, Optional<VmStatement> statement)
            throws Exception {
        return new Evidence(
                Quotes.NONCE,
                quote,
                key.sign(quote),
                key.area().written(),
                registers,
                Optional.of(log()),
                statement);
    }
}
