package oxt.trust;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Whether a log leads to a TPM's registers.
 *
 * <p>Only then is anything in it worth a look, and only of those registers: an entry that was left
 * out, put in, or moved makes another value, and nobody can find entries that make the same.
 */
public sealed interface Replay {

    /** It does, for every register that was asked for. */
    record Proven(ProvenLog log) implements Replay {}

    /** It does not; nothing in the log may be used. */
    record Unproven(List<Difference> differences) implements Replay {
        public Unproven {
            differences = List.copyOf(differences);
        }
    }

    /**
     * @param replayed what the log leads to; nothing where the log has no digests of that bank
     */
    record Difference(Pcr pcr, HashAlgorithm bank, Optional<Bytes> replayed, Bytes register) {}

    /** Of all registers that the bank has: those that a quote covers, or that somebody asks for. */
    static Replay of(EventLog log, PcrBank bank) {
        HashAlgorithm algorithm = bank.algorithm();
        Map<Pcr, Optional<Bytes>> replayed =
                replay(log, algorithm, pcr -> bank.value(pcr).isPresent());
        List<Difference> differences = new ArrayList<>();
        bank.values()
                .forEach(
                        (pcr, register) -> {
                            Optional<Bytes> value =
                                    replayed.getOrDefault(
                                            pcr, Optional.of(untouched(pcr, algorithm)));
                            if (!value.equals(Optional.of(register))) {
                                differences.add(new Difference(pcr, algorithm, value, register));
                            }
                        });
        if (!differences.isEmpty()) {
            return new Unproven(differences);
        }
        List<ProvenLog.Measurement> measurements = new ArrayList<>();
        for (LoggedEvent event : log.events()) {
            if (event.extendsRegister() && bank.values().containsKey(event.pcr().orElseThrow())) {
                ProvenLog.Measurement.of(event, algorithm).ifPresent(measurements::add);
            }
        }
        return new Proven(new ProvenLog(algorithm, bank.values().keySet(), measurements));
    }

    /** What the log leads to in each bank that it has, for the registers that it extends. */
    static Map<HashAlgorithm, SortedMap<Pcr, Bytes>> values(EventLog log) {
        Map<HashAlgorithm, SortedMap<Pcr, Bytes>> values = new EnumMap<>(HashAlgorithm.class);
        for (HashAlgorithm bank : log.banks()) {
            SortedMap<Pcr, Bytes> registers = new TreeMap<>();
            replay(log, bank, _ -> true)
                    .forEach((pcr, value) -> value.ifPresent(known -> registers.put(pcr, known)));
            values.put(bank, registers);
        }
        return values;
    }

    /** Nothing for a register that an entry without a digest of this bank extends. */
    private static Map<Pcr, Optional<Bytes>> replay(
            EventLog log, HashAlgorithm bank, Predicate<Pcr> asked) {
        Map<Pcr, Optional<Bytes>> registers = new TreeMap<>();
        for (LoggedEvent event : log.events()) {
            if (event.extendsRegister() && asked.test(event.pcr().orElseThrow())) {
                Pcr pcr = event.pcr().orElseThrow();
                Optional<Bytes> before =
                        registers.computeIfAbsent(
                                pcr,
                                first -> Optional.of(first.beginning(bank, log.startupLocality())));
                Optional<Bytes> digest = event.digest(bank);
                registers.put(pcr, before.flatMap(held -> digest.map(by -> bank.extend(held, by))));
            }
        }
        return registers;
    }

    /** What a register has that nobody extended (PC Client Profile, 4.6.2). */
    private static Bytes untouched(Pcr pcr, HashAlgorithm bank) {
        return Bytes.filled(pcr.isOfLateLaunch() ? 0xff : 0, bank.size());
    }
}
