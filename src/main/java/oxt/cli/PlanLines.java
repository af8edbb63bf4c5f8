package oxt.cli;

import java.util.List;
import oxt.api.PlanTree;
import oxt.api.StepProgress;
import oxt.api.TaskReply;

/** A plan with the progress of each step. */
final class PlanLines {
    private PlanLines() {}

    static void print(TaskReply task, Output out) {
        switch (task.work()) {
            case TaskReply.Work.Unplanned _ -> {}
            case TaskReply.Work.Told(var sentences) ->
                    sentences.forEach(sentence -> out.line("  " + Harmless.line(sentence)));
            case TaskReply.Work.Planned(var plan) -> print(plan, 1, out);
        }
    }

    private static void print(PlanTree plan, int depth, Output out) {
        switch (plan) {
            case PlanTree.Step(var text, var progress) -> {
                out.print("  ".repeat(depth)).print(Harmless.line(text)).print("  ");
                out.line(out.paint(style(progress), VmTable.word(progress)));
            }
            case PlanTree.InOrder(var title, var parts) -> print(title, parts, depth, out);
            case PlanTree.Together(var title, var parts) ->
                    print(title + " (together)", parts, depth, out);
        }
    }

    private static void print(String title, List<PlanTree> parts, int depth, Output out) {
        out.print("  ".repeat(depth)).line(Harmless.line(title));
        parts.forEach(part -> print(part, depth + 1, out));
    }

    private static Style style(StepProgress progress) {
        return switch (progress) {
            case AHEAD -> Style.DIM;
            case BEGUN, UNDONE -> Style.YELLOW;
            case DONE -> Style.GREEN;
            case FAILED, STUCK -> Style.RED;
        };
    }
}
