package oxt.trust;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Registers of one bank, as a TPM has them or as a quote covers them.
 *
 * @param values each as long as the algorithm's digests
 */
public record PcrBank(HashAlgorithm algorithm, SortedMap<Pcr, Bytes> values) {

    public PcrBank {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        for (Map.Entry<Pcr, Bytes> register : values.entrySet()) {
            if (register.getValue().length() != algorithm.size()) {
                throw new IllegalArgumentException(register.getKey() + " of another size");
            }
        }
    }

    public Optional<Bytes> value(Pcr pcr) {
        return Optional.ofNullable(values.get(pcr));
    }

    /** This register alone, which is there. */
    public PcrBank only(Pcr pcr) {
        return new PcrBank(algorithm, new TreeMap<>(Map.of(pcr, value(pcr).orElseThrow())));
    }

    /** Nothing was ever measured into it: evidence of nothing, whatever booted. */
    public boolean isUntouched(Pcr pcr) {
        return value(pcr).map(held -> held.isFilledWith(0) || held.isFilledWith(0xff)).orElse(true);
    }
}
