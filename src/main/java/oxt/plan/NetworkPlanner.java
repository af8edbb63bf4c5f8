package oxt.plan;

import java.util.List;
import oxt.model.Digest;
import oxt.model.Vm;

/** Plans what a network driver domain must be told. */
public final class NetworkPlanner {
    private NetworkPlanner() {}

    /** No steps where the domain does not run, has not spoken yet, or serves just this. */
    public static Plan plan(Vm vm, Observed observed, NetworkConfig wanted, Applied applied) {
        boolean needed = observed.run() instanceof Run.Running && differs(wanted, applied);
        List<Step> steps = needed ? List.of(new Step.ConfigureNetwork(vm.id(), wanted)) : List.of();
        return Plan.of("serve clients of " + vm.name(), steps);
    }

    private static boolean differs(NetworkConfig wanted, Applied applied) {
        return switch (applied) {
            case Applied.Silent _ -> false;
            case Applied.Nothing _ -> true;
            case Applied.Config(var digest) -> !digest.equals(NetworkFiles.of(wanted).digest());
        };
    }

    /** What the driver domain last said that it serves. */
    public sealed interface Applied {
        /** It has said nothing since it was started: its guest is not there yet. */
        record Silent() implements Applied {}

        record Nothing() implements Applied {}

        /** A configuration, by the digest of its {@link NetworkFiles}. */
        record Config(Digest digest) implements Applied {}
    }
}
