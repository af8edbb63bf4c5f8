package oxt.engine.qemu;

import java.time.Duration;
import oxt.host.CgroupLimits;
import oxt.host.CgroupParent;
import oxt.host.Deadline;
import oxt.model.ByteSize;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;

/** Each VM's process in a cgroup of its own, where this daemon can make them. */
record Cgroup(CgroupParent parent) {
    /**
     * What QEMU needs beside the guest's memory: 256 MiB of translated code under TCG, device
     * models, buffers. What is in the page cache for its disks is taken back where this is reached.
     */
    static final ByteSize OVERHEAD = ByteSize.mebibytes(768);

    /** QEMU has a thread for each processor, up to 64 for disks, and a handful. */
    private static final int OTHER_TASKS = 128;

    /** As every other program's: a VM is neither less nor more than what runs beside it. */
    private static final int WEIGHT = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    void put(Vm vm, long pid) {
        if (parent instanceof CgroupParent.Usable(var folder)) {
            var own = folder.make(name(vm.id()));
            own.limit(
                    new CgroupLimits(
                            vm.memory().plus(OVERHEAD), WEIGHT, OTHER_TASKS + vm.processors()));
            own.put(pid);
        }
    }

    /** Succeeds where there is none. */
    void remove(VmId vm) throws InterruptedException {
        if (parent instanceof CgroupParent.Usable(var folder)) {
            try {
                folder.make(name(vm)).remove(Deadline.after(PATIENCE));
            } catch (ProblemException gone) {
                System.getLogger(Cgroup.class.getName())
                        .log(System.Logger.Level.DEBUG, "cgroup of " + vm, gone);
            }
        }
    }

    private static String name(VmId vm) {
        return "vm-" + vm;
    }
}
