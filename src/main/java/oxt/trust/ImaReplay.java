package oxt.trust;

import java.util.List;

/**
 * Whether the kernel's list of measured files leads to a register.
 *
 * <p>The list grows while a quote is made, so it may go on behind what the register has seen: what
 * is behind is not proven. Only the bank's own hash proves: where the kernel lacks it, it extends
 * the bank by SHA-1 digests with zeros behind, which prove no more than SHA-1 does.
 */
public sealed interface ImaReplay {

    /**
     * The register holds these, in this order, and nothing else.
     *
     * @param later entries behind them that the register has not seen
     */
    record Proven(List<ImaEntry> entries, int later) implements ImaReplay {
        public Proven {
            entries = List.copyOf(entries);
        }
    }

    /** No beginning of the list leads to the register. */
    record Unproven(Bytes register) implements ImaReplay {}

    /**
     * @param register of this bank, which the kernel extends from zero on
     */
    static ImaReplay of(List<ImaEntry> list, HashAlgorithm bank, Pcr pcr, Bytes register) {
        Bytes value = Bytes.filled(0, bank.size());
        for (int count = 0; count < list.size(); count++) {
            if (value.equals(register)) {
                return new Proven(list.subList(0, count), list.size() - count);
            }
            ImaEntry entry = list.get(count);
            if (entry.pcr().equals(pcr)) {
                value = bank.extend(value, entry.digest(bank));
            }
        }
        return value.equals(register) ? new Proven(list, 0) : new Unproven(register);
    }
}
