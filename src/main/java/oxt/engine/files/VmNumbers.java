package oxt.engine.files;

import oxt.model.VmId;

/** A small number for each VM that no other VM of this host ever had. */
@FunctionalInterface
public interface VmNumbers {

    /** From 0 to 99,999,999; also for a VM of which only remains are there. */
    int number(VmId vm);
}
