package oxt.trust;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Measurements that lead to a TPM's registers, in their order; {@link Replay} alone makes one.
 *
 * <p>What no digest covers, an entry's type and mostly its description, is not here: whoever wants
 * it goes through {@link Measurement#claim} and knows what they have.
 */
public final class ProvenLog {
    private final HashAlgorithm bank;
    private final Set<Pcr> registers;
    private final List<Measurement> measurements;

    ProvenLog(HashAlgorithm bank, Set<Pcr> registers, List<Measurement> measurements) {
        this.bank = bank;
        this.registers = Set.copyOf(registers);
        this.measurements = List.copyOf(measurements);
    }

    /** The bank that it was proven by. */
    public HashAlgorithm bank() {
        return bank;
    }

    /** Those whose value the measurements, and nothing else, explain. */
    public Set<Pcr> registers() {
        return registers;
    }

    /** Of these registers only, in the order of the log. */
    public List<Measurement> measurements() {
        return measurements;
    }

    /** One digest that a register was extended by. */
    public static final class Measurement {
        private final LoggedEvent event;
        private final Pcr pcr;
        private final Bytes digest;
        private final HashAlgorithm bank;

        private Measurement(LoggedEvent event, Pcr pcr, Bytes digest, HashAlgorithm bank) {
            this.event = event;
            this.pcr = pcr;
            this.digest = digest;
            this.bank = bank;
        }

        static Optional<Measurement> of(LoggedEvent event, HashAlgorithm bank) {
            return event.pcr()
                    .flatMap(
                            pcr ->
                                    event.digest(bank)
                                            .map(
                                                    digest ->
                                                            new Measurement(
                                                                    event, pcr, digest, bank)));
        }

        public Pcr pcr() {
            return pcr;
        }

        public Bytes digest() {
            return digest;
        }

        /** What was measured itself, where the log has it: its hash is the digest. */
        public Optional<Bytes> content() {
            return event.covered(bank);
        }

        /** What the log says that it was; anybody may have written that. */
        public LoggedEvent.Claim claim() {
            return event.claim();
        }

        /** Of the entry, for people. */
        public int number() {
            return event.number();
        }
    }
}
