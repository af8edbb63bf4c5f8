package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import oxt.model.Boot;
import oxt.model.Digest;
import oxt.model.Disk;
import oxt.model.Measured;
import oxt.model.MeasuredPart;
import oxt.model.Vm;

/** Lets a measured VM begin only from what was accepted. */
public final class MeasuredPlanner {
    private MeasuredPlanner() {}

    /** Every part that is not what was accepted; none of a VM that demands nothing. */
    static List<Refusal> unmet(Vm vm, Facts facts) {
        return unmet(vm, facts, _ -> true);
    }

    /** As far as the disk goes. */
    static List<Refusal> unmet(Vm vm, Disk disk, Facts facts) {
        return disk.isMeasurable()
                ? unmet(vm, facts, new MeasuredPart.OfDisk(disk.name())::equals)
                : List.of();
    }

    private static List<Refusal> unmet(Vm vm, Facts facts, Predicate<MeasuredPart> asked) {
        if (!vm.measured().isDemanded()) {
            return List.of();
        }
        return facts.measurements()
                .of(vm.id())
                .map(taken -> unmet(vm, taken, asked))
                .orElseGet(() -> List.of(new Refusal.OfMeasured.NotMeasured(vm.name())));
    }

    /** Why a start from this would be refused. */
    public static List<Refusal> unmet(Vm vm, SortedMap<MeasuredPart, Measurement> taken) {
        return unmet(vm, taken, _ -> true);
    }

    private static List<Refusal> unmet(
            Vm vm, SortedMap<MeasuredPart, Measurement> taken, Predicate<MeasuredPart> asked) {
        if (!(vm.measured() instanceof Measured.Against(var accepted))) {
            return List.of();
        }
        SortedSet<MeasuredPart> parts = new TreeSet<>(accepted.keySet());
        parts.addAll(taken.keySet());
        parts.addAll(certain(vm));
        List<Refusal> unmet = new ArrayList<>();
        for (MeasuredPart part : parts) {
            if (asked.test(part)) {
                refusal(vm, part, Optional.ofNullable(taken.get(part))).ifPresent(unmet::add);
            }
        }
        return unmet;
    }

    /** What the VM has whatever the engine; of the others the engine says whether they are. */
    private static List<MeasuredPart> certain(Vm vm) {
        List<MeasuredPart> certain = new ArrayList<>();
        if (vm.boot() instanceof Boot.DirectKernel) {
            certain.add(new MeasuredPart.Kernel());
        }
        for (Disk disk : vm.disks()) {
            if (disk.isMeasurable()) {
                certain.add(new MeasuredPart.OfDisk(disk.name()));
            }
        }
        return certain;
    }

    private static Optional<Refusal> refusal(
            Vm vm, MeasuredPart part, Optional<Measurement> measured) {
        Optional<Digest> accepted = vm.measured().accepted(part);
        if (measured.isEmpty()) {
            return Optional.of(new Refusal.OfMeasured.IsGone(vm.name(), part));
        }
        return switch (measured.get()) {
            case Measurement.Unusable(var file, var why, var remedy) ->
                    Optional.of(
                            new Refusal.OfMeasured.Unusable(vm.name(), part, file, why, remedy));
            case Measurement.Found(var file, _, var found) -> {
                if (accepted.isEmpty()) {
                    yield Optional.of(
                            new Refusal.OfMeasured.NotAccepted(vm.name(), part, file, found));
                }
                yield accepted.get().equals(found)
                        ? Optional.empty()
                        : Optional.of(
                                new Refusal.OfMeasured.Differs(
                                        vm.name(), part, file, accepted.get(), found));
            }
        };
    }

    /**
     * Makes sure that a machine which is there, and has not run yet, was made of what was measured;
     * no step where nothing was demanded.
     */
    static List<Plan> confirmed(Vm launched, Vm vm, Facts facts) {
        return confirmed(launched, vm, facts, _ -> true);
    }

    /** The same of one disk, which was plugged. */
    static List<Plan> confirmed(Vm vm, Disk disk, Facts facts) {
        return confirmed(vm, vm, facts, new MeasuredPart.OfDisk(disk.name())::equals);
    }

    private static List<Plan> confirmed(
            Vm launched, Vm vm, Facts facts, Predicate<MeasuredPart> asked) {
        if (!vm.measured().isDemanded()) {
            return List.of();
        }
        SortedMap<MeasuredPart, FileStamp> stamps = new TreeMap<>();
        facts.measurements()
                .of(vm.id())
                .ifPresent(
                        taken ->
                                taken.forEach(
                                        (part, measurement) -> {
                                            if (asked.test(part)
                                                    && measurement
                                                            instanceof
                                                            Measurement.Found(_, var stamp, _)) {
                                                stamps.put(part, stamp);
                                            }
                                        }));
        return stamps.isEmpty()
                ? List.of()
                : List.of(new Plan.Do(new Step.ConfirmMeasured(launched, stamps)));
    }

    /**
     * Plans nothing but that the document will say so.
     *
     * @param shown what whoever accepts it has seen; refused where it is something else by now
     */
    public static Planned accept(Vm vm, Measured.Against shown, Facts facts) {
        return Planned.of(
                unmet(vm.with(shown), facts),
                Plan.of("accept what VM " + vm.name() + " starts from", List.of()));
    }
}
