package oxt.daemon.work;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import oxt.model.VmId;
import oxt.store.Store;
import oxt.store.StoredVm;

/** The number of each VM; a VM that is being made has one before the store has the VM. */
public final class Numbering {
    /** Of a VM that nobody has defined: no VM has it. */
    private static final int NOBODY = 0;

    /** Above the number of every VM that was ever defined on a host. */
    private static final int FIRST_PASSING = 1 << 24;

    private static final int PASSING_NUMBERS = (1 << 24) - 1;

    private final Store store;
    private final Map<VmId, Integer> known = new ConcurrentHashMap<>();

    public Numbering(Store store) {
        this.store = store;
    }

    /** Gives a number to a VM that is about to be made. */
    void begin(VmId vm) {
        // Nothing is made before the plan's beginning is on the disk, and this with it.
        known.put(vm, store.noted(change -> change.vms().nextNumber()));
    }

    public int number(VmId vm) {
        if (vm.isPassing()) {
            return passing(vm);
        }
        Integer number = known.get(vm);
        return number != null ? number : stored(vm);
    }

    /** Made of the id alone, so that a daemon that comes after finds what is left of it. */
    private static int passing(VmId vm) {
        return FIRST_PASSING + (int) (vm.uuid().getLeastSignificantBits() & PASSING_NUMBERS);
    }

    private int stored(VmId vm) {
        int number = store.read(now -> now.vms().find(vm).map(StoredVm::number).orElse(NOBODY));
        if (number != NOBODY) {
            known.put(vm, number);
        }
        return number;
    }
}
