package oxt.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import oxt.model.Problem;

/**
 * A task at one moment: what was asked for, how far it is, how it ended.
 *
 * @param object the VM's or image's name
 * @param version counts the changes
 * @param before tasks of other VMs that had to be done first
 * @param at the moment of the last change; of an ended task its end
 */
public record TaskReply(
        String id,
        String object,
        Action action,
        TaskState state,
        long version,
        Work work,
        List<Before> before,
        List<Problem> problems,
        Instant asked,
        Instant at) {

    public TaskReply {
        before = List.copyOf(before);
        problems = List.copyOf(problems);
    }

    /** What is going to be done, once that is known. */
    public sealed interface Work {
        record Unplanned() implements Work {}

        record Planned(PlanTree plan) implements Work {}

        /** Not of a VM: what was done so far, in sentences. */
        record Told(List<String> sentences) implements Work {
            public Told {
                sentences = List.copyOf(sentences);
            }
        }
    }

    /** Another task. */
    public record Before(String id, String object, Action action) {}

    public static final RecordShape<TaskReply> SHAPE = TaskDocument.SHAPE;

    /** The plan as indented text; empty where there is none. */
    public String text() {
        return switch (work) {
            case Work.Planned(var plan) -> plan.text();
            case Work.Unplanned _, Work.Told _ -> "";
        };
    }

    Optional<PlanTree> plan() {
        return switch (work) {
            case Work.Planned(var plan) -> Optional.of(plan);
            case Work.Unplanned _, Work.Told _ -> Optional.empty();
        };
    }

    Optional<List<String>> told() {
        return switch (work) {
            case Work.Told(var sentences) -> Optional.of(sentences);
            case Work.Unplanned _, Work.Planned _ -> Optional.empty();
        };
    }
}
