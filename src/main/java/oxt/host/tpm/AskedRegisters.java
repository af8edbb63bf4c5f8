package oxt.host.tpm;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.ReportCommands.PcrRead;
import oxt.trust.tpm.TpmAnswer;

/** Registers as the TPM itself says them, where no kernel of ours has files about it. */
record AskedRegisters(Supplier<TpmTransport> way) implements Registers {

    /** Whoever asks for the values is told where it does not answer. */
    @Override
    public boolean areThere() {
        return true;
    }

    @Override
    public String name() {
        return "tpm0";
    }

    @Override
    public Map<HashAlgorithm, PcrBank> values() {
        Map<HashAlgorithm, PcrBank> banks = new EnumMap<>(HashAlgorithm.class);
        try (Tpm tpm = new Tpm(way.get())) {
            for (HashAlgorithm bank : HashAlgorithm.values()) {
                SortedMap<Pcr, Bytes> values = values(tpm, bank);
                if (!values.isEmpty()) {
                    banks.put(bank, new PcrBank(bank, values));
                }
            }
        }
        return banks;
    }

    /** Nothing of a bank that it does not have, or does not know. */
    private static SortedMap<Pcr, Bytes> values(Tpm tpm, HashAlgorithm bank) {
        SortedMap<Pcr, Bytes> values = new TreeMap<>();
        TreeSet<Pcr> missing = new TreeSet<>();
        IntStream.range(0, Pcr.COUNT).mapToObj(Pcr::new).forEach(missing::add);
        while (!missing.isEmpty()
                && tpm.attempt(new PcrRead(PcrSelection.of(bank, missing)))
                        instanceof TpmAnswer.Done<PcrBank>(var some, _)
                && missing.removeAll(some.values().keySet())) {
            values.putAll(some.values());
        }
        return values;
    }
}
