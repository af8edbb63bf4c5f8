package oxt.engine.qemu;

import oxt.engine.EngineException;

/** A VM's process on its way to where its limits are. */
interface Placing {
    /** It is there already. */
    Placing DONE = () -> {};

    /** Returns when it is there; no processor of the VM is to run before. */
    void await() throws EngineException, InterruptedException;
}
