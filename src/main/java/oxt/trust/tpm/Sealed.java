package oxt.trust.tpm;

import java.util.ArrayList;
import java.util.List;
import oxt.trust.Bytes;
import oxt.trust.PcrBank;
import oxt.trust.tpm.ObjectCommands.Created;

/**
 * Something that only one TPM opens, in one of these boots, as long as its counter stands there.
 *
 * @param boots values of the selected registers; one at least
 * @param storageKey the name of the key that it is under: another TPM has another
 * @param counter the handle
 * @param count of the counter, where this is the last that was sealed
 */
public record Sealed(
        Created object,
        Bytes storageKey,
        PcrSelection selection,
        List<PcrBank> boots,
        long counter,
        long count) {
    /** More than two boots at a time nobody expects; the TPM takes eight. */
    public static final int MOST_BOOTS = PolicyCommands.PolicyOr.MOST;

    public Sealed {
        boots = List.copyOf(boots);
    }

    /** Each boot's own part of the policy. */
    public List<PolicyDigest> branches() {
        return branches(selection, boots);
    }

    private static List<PolicyDigest> branches(PcrSelection selection, List<PcrBank> boots) {
        List<PolicyDigest> branches = new ArrayList<>();
        boots.forEach(boot -> branches.add(PolicyDigest.BEGINNING.andRegisters(selection, boot)));
        return branches;
    }

    public static PolicyDigest policy(
            PcrSelection selection, List<PcrBank> boots, Entity counter, long count) {
        List<PolicyDigest> branches = branches(selection, boots);
        PolicyDigest any =
                branches.size() == 1 ? branches.getFirst() : PolicyDigest.anyOf(branches);
        return any.andCounter(counter.name(), count);
    }
}
