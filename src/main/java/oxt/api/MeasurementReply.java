package oxt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import oxt.model.Digest;
import oxt.model.Measured;
import oxt.model.MeasuredPart;
import oxt.model.Vm;
import oxt.plan.Measurement;
import oxt.plan.Observed;

/**
 * What a VM would begin from now; answers {@code GET /v1/vms/NAME/measurement}.
 *
 * @param measured whether it starts only from what was accepted
 * @param running what the machine that is there now was made of, where it was measured
 * @param parts every part that can be measured, or of which something was accepted
 */
public record MeasurementReply(
        boolean measured,
        List<MeasuredPartReply> parts,
        List<Unmeasured> unmeasured,
        Optional<Measured.Against> running) {

    public MeasurementReply {
        parts = List.copyOf(parts);
        unmeasured = List.copyOf(unmeasured);
    }

    /** Something that the VM has besides, and that cannot be known before a start. */
    public record Unmeasured(String what, String why) {}

    private static final Key<MeasurementReply, Boolean> MEASURED =
            Key.required(
                    "measured",
                    Scalars.truth(),
                    "Whether the VM starts only from what was accepted.",
                    MeasurementReply::measured);
    private static final Key<MeasurementReply, List<MeasuredPartReply>> PARTS =
            Key.required(
                    "parts",
                    ListShape.of(MeasuredPartReply.SHAPE, Replies.MOST),
                    "In the order in which a machine comes to them.",
                    MeasurementReply::parts);
    private static final Key<Unmeasured, String> WHAT =
            Replies.word("what", "disks.NAME, variables or tables.", Unmeasured::what);
    private static final Key<Unmeasured, String> WHY =
            Replies.sentence("why", "Why nobody can know it before.", Unmeasured::why);
    private static final RecordShape<Unmeasured> UNMEASURED_SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "unmeasured part",
                            "What cannot be known before a start.",
                            List.of(WHAT, WHY),
                            fields -> new Unmeasured(fields.of(WHAT), fields.of(WHY))));
    private static final Key<MeasurementReply, List<Unmeasured>> UNMEASURED =
            Key.required(
                    "unmeasured",
                    ListShape.of(UNMEASURED_SHAPE, Replies.MOST),
                    "What the VM has besides.",
                    MeasurementReply::unmeasured);

    private static final Key<MeasurementReply, Measured.Against> RUNNING =
            Key.optional(
                    "running",
                    MeasuredDocument.SHAPE,
                    "no machine is there, or nobody measured what it was made of",
                    "What the machine that is there now was made of; what is accepted for its next"
                            + " start may be another by now.",
                    MeasurementReply::running);

    public static final RecordShape<MeasurementReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "measurement",
                            "What a VM would begin from now, and what of it was accepted.",
                            List.of(MEASURED, PARTS, UNMEASURED, RUNNING),
                            fields ->
                                    new MeasurementReply(
                                            fields.of(MEASURED),
                                            fields.of(PARTS),
                                            fields.of(UNMEASURED),
                                            fields.find(RUNNING))));

    /**
     * @param taken what its next start would begin from
     */
    public static MeasurementReply of(
            Vm vm, Observed observed, SortedMap<MeasuredPart, Measurement> taken) {
        SortedSet<MeasuredPart> parts = new TreeSet<>(taken.keySet());
        if (vm.measured() instanceof Measured.Against(var accepted)) {
            parts.addAll(accepted.keySet());
        }
        List<MeasuredPartReply> rows = new ArrayList<>();
        for (MeasuredPart part : parts) {
            rows.add(
                    MeasuredPartReply.of(
                            part, Optional.ofNullable(taken.get(part)), vm.measured()));
        }
        Optional<Measured.Against> running =
                observed.run()
                        .machine()
                        .map(Vm::measured)
                        .filter(Measured.Against.class::isInstance)
                        .map(Measured.Against.class::cast);
        return new MeasurementReply(vm.measured().isDemanded(), rows, unmeasured(vm), running);
    }

    /** What whoever has seen this accepts. */
    public Measured.Against shown() {
        SortedMap<MeasuredPart, Digest> shown = new TreeMap<>();
        for (MeasuredPartReply row : parts) {
            MeasuredPart.parse(row.part())
                    .ifPresent(part -> row.found().ifPresent(found -> shown.put(part, found)));
        }
        return new Measured.Against(shown);
    }

    private static List<Unmeasured> unmeasured(Vm vm) {
        List<Unmeasured> unmeasured = new ArrayList<>();
        vm.unmeasured().forEach((path, why) -> unmeasured.add(new Unmeasured(path, why)));
        return unmeasured;
    }
}
