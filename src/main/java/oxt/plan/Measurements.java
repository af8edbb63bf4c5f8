package oxt.plan;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import oxt.model.MeasuredPart;
import oxt.model.VmId;

/** What was measured for a plan: every part that is a file of this host, by VM. */
public record Measurements(Map<VmId, SortedMap<MeasuredPart, Measurement>> taken) {
    public static final Measurements NONE = new Measurements(Map.of());

    public Measurements {
        taken = Map.copyOf(taken);
    }

    /** Nothing where nobody has looked, which is not the same as nothing to look at. */
    Optional<SortedMap<MeasuredPart, Measurement>> of(VmId vm) {
        return Optional.ofNullable(taken.get(vm));
    }
}
