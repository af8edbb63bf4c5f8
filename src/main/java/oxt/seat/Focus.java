package oxt.seat;

import oxt.model.VmId;

/** What is typed into. */
public sealed interface Focus {

    /** No VM: the host's own picture, which no guest can draw over. */
    record Console() implements Focus {}

    record OnVm(VmId vm) implements Focus {}

    default boolean isOn(VmId vm) {
        return equals(new OnVm(vm));
    }
}
