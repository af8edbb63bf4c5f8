package oxt.engine.qemu;

import oxt.engine.EngineException;
import oxt.model.Vm;

/** Whether a VM's process is there and can be talked with. */
sealed interface Presence {

    record Absent() implements Presence {}

    record Reached(Contact contact) implements Presence {}

    record Silent(Vm launched, EngineException why) implements Presence {}
}
