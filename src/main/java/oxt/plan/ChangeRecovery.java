package oxt.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oxt.model.Disk;
import oxt.model.Nic;
import oxt.model.Vm;
import oxt.plan.RecoveryPlanner.Recovery;
import oxt.plan.RecoveryPlanner.Standing;

/** What becomes of a change that a daemon had begun when it died. */
public final class ChangeRecovery {
    private static final Duration PATIENCE = Step.PATIENCE_OF_UNDO;

    private ChangeRecovery() {}

    /** What the document has and the machine lacks comes; what only the machine has goes. */
    static Recovery plan(Vm vm, Observed observed) {
        return switch (observed.run()) {
            case Run.Created _, Run.Running _, Run.Off _, Run.Unreachable _ -> asked(vm, observed);
            // Such a guest lets go of nothing.
            case Run.Paused _, Run.Saved _ -> kept(vm, observed);
        };
    }

    private static Recovery asked(Vm vm, Observed observed) {
        Optional<Vm> machine = PlugPlanner.machine(observed);
        List<Step> steps = new ArrayList<>();
        machine.ifPresent(there -> steps.addAll(PlugPlanner.mend(vm, there, observed, PATIENCE)));
        steps.addAll(RecoveryPlanner.files(observed, After.lifelong(vm)));
        if (machine.isPresent()) {
            steps.addAll(PlugPlanner.release(vm, observed));
        }
        return recovery(vm, steps, "it is as its document says", Standing.ENDED);
    }

    /**
     * Where the guest does not let go: what it keeps stays whole until it is off, and is then to be
     * cleared away by another recovery.
     */
    public static Recovery kept(Vm vm, Observed observed) {
        Vm machine = observed.run().launch().orElse(vm);
        List<String> surplus = surplus(vm, machine, observed);
        if (surplus.isEmpty()) {
            return asked(vm, observed);
        }
        List<Step> steps = new ArrayList<>();
        if (PlugPlanner.machine(observed).isPresent()) {
            steps.addAll(PlugPlanner.missing(vm, machine, observed));
        }
        Set<Held> files = new HashSet<>(After.lifelong(vm));
        files.addAll(After.lifelong(machine));
        steps.addAll(RecoveryPlanner.files(observed, files));
        return recovery(
                vm,
                steps,
                "until it is off it keeps "
                        + String.join(", ", surplus)
                        + ", of which its document knows nothing",
                Standing.UNTIL_OFF);
    }

    /** What the machine has more than the document; of a saved one, what takes a file. */
    private static List<String> surplus(Vm vm, Vm machine, Observed observed) {
        boolean saved = observed.run() instanceof Run.Saved;
        List<String> surplus = new ArrayList<>();
        for (Disk disk : machine.disks()) {
            if (vm.disk(disk.name()).isEmpty() && (!saved || disk.hasFile())) {
                surplus.add("disk " + disk.name());
            }
        }
        for (Nic nic : machine.nics()) {
            if (vm.nic(nic.name()).isEmpty() && !saved) {
                surplus.add("NIC " + nic.name());
            }
        }
        return surplus;
    }

    private static Recovery recovery(Vm vm, List<Step> steps, String what, Standing standing) {
        return new Recovery(
                Plan.of("recover " + vm.name(), steps),
                "The change of VM " + vm.name() + " was not finished: " + what + ".",
                standing);
    }
}
