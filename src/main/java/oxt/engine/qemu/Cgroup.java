package oxt.engine.qemu;

import java.io.IOException;
import java.time.Duration;
import oxt.host.CgroupLimits;
import oxt.host.CgroupParent;
import oxt.host.Deadline;
import oxt.host.TransientScope;
import oxt.model.ByteSize;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * Each VM's process in a cgroup of its own: a unit of systemd's where that runs, so that nothing
 * that happens to the daemon's unit happens to it; else one that this daemon makes, where it can.
 */
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

    /** All VMs together, for whoever wants to limit them. */
    private static final String SLICE = "oxt.slice";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    Placing put(Vm vm, long pid) throws IOException {
        return switch (parent) {
            case CgroupParent.OfSystemd(var systemd) -> UnitPlacing.begin(systemd, scope(vm, pid));
            case CgroupParent.Usable(var folder) -> {
                var own = folder.make(name(vm.id()));
                own.limit(limits(vm));
                own.put(pid);
                yield Placing.DONE;
            }
            case CgroupParent.Absent _ -> Placing.DONE;
        };
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

    /** Two daemons may have VMs of one name, and a VM that runs may get another. */
    static TransientScope scope(Vm vm, long pid) {
        String id = vm.id().toString().substring(0, 8);
        return new TransientScope(
                "oxt-vm-" + vm.name() + "-" + id + ".scope",
                "VM " + vm.name() + " of oxt",
                SLICE,
                pid,
                limits(vm));
    }

    private static CgroupLimits limits(Vm vm) {
        return new CgroupLimits(vm.memory().plus(OVERHEAD), WEIGHT, OTHER_TASKS + vm.processors());
    }

    private static String name(VmId vm) {
        return "vm-" + vm;
    }
}
