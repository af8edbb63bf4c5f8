package oxt.plan;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.DiskMode;
import oxt.model.ImageName;
import oxt.model.Vm;

/** What tests of planners ask of their answers. */
final class Answers {
    private Answers() {}

    /** The VM with other settings of every kind. */
    static Vm more(Vm vm) {
        return Vms.changed(
                vm,
                ByteSize.gibibytes(1),
                new Boot.DirectKernel(new ImageName("minimal"), "debug"),
                List.of(
                        vm.disks().getFirst(),
                        vm.disks().getLast(),
                        Vms.disk("more", DiskMode.PERSISTENT)),
                Vms.NET2);
    }

    static Plan ready(Planned planned) {
        return assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan();
    }

    static List<Refusal> refusals(Planned planned) {
        return assertInstanceOf(Planned.Refused.class, planned, planned::toString).reasons();
    }

    static String text(Planned planned) {
        return PlanText.of(ready(planned));
    }

    static Observed outcome(Planned planned, Observed before) {
        return PlanChecks.outcome(ready(planned), before);
    }
}
