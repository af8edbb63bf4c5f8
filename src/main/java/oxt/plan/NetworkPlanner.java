package oxt.plan;

import java.util.List;
import oxt.model.Vm;

/** Plans what a network driver domain must be told. */
public final class NetworkPlanner {
    private NetworkPlanner() {}

    /** No steps where the domain does not run or has said that it serves just this. */
    public static Plan plan(Vm vm, Observed observed, NetworkConfig wanted, Applied applied) {
        boolean needed =
                observed.run() instanceof Run.Running
                        && !applied.equals(new Applied.Config(wanted));
        List<Step> steps = needed ? List.of(new Step.ConfigureNetwork(vm.id(), wanted)) : List.of();
        return Plan.of("serve clients of " + vm.name(), steps);
    }

    /** What the driver domain last said that it serves. */
    public sealed interface Applied {
        record Nothing() implements Applied {}

        record Config(NetworkConfig config) implements Applied {}
    }
}
