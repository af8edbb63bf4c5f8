package oxt.store;

import java.util.UUID;
import oxt.model.VmId;
import oxt.model.VmName;

/** Made-up VMs, the same at each run. */
final class TestVms {
    static final Caller ALICE = new Caller(1000, "alice");

    private TestVms() {}

    static VmId id(int number) {
        return new VmId(new UUID(0x4000, number));
    }

    static VmName name(int number) {
        return new VmName("vm-" + number);
    }

    static StoredVm add(Store store, int number) {
        return store.change(change -> change.vms().add(id(number), name(number), "{}"));
    }
}
