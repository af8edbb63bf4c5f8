package oxt.daemon.http;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import oxt.api.PlanTree;
import oxt.api.StepProgress;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.daemon.work.Board;
import oxt.daemon.work.Request;
import oxt.daemon.work.Task;
import oxt.plan.Plan;

/** Tasks as the API shows them. */
final class TaskReplies {
    private TaskReplies() {}

    static TaskReply of(Task task, Board board) {
        Task.Progress now = task.progress();
        return new TaskReply(
                task.id(),
                task.object(),
                task.action(),
                now.state(),
                now.version(),
                work(now.work(), board),
                now.before().stream().map(TaskReplies::before).toList(),
                now.problems(),
                task.asked(),
                now.at());
    }

    /** Of a plan that was asked for and is not carried out. */
    static TaskReply planned(String object, Request request, Plan plan, Board board) {
        Instant now = Instant.now();
        List<StepProgress> steps = Collections.nCopies(plan.steps().size(), StepProgress.AHEAD);
        return new TaskReply(
                "none",
                object,
                request.action(),
                TaskState.PLANNED,
                0,
                new TaskReply.Work.Planned(named(PlanTree.of(plan, steps), board)),
                List.of(),
                List.of(),
                now,
                now);
    }

    private static TaskReply.Before before(Task task) {
        return new TaskReply.Before(task.id(), task.object(), task.action());
    }

    /** Slots are known by their domain's id; people know it by its name. */
    private static PlanTree named(PlanTree plan, Board board) {
        return switch (plan) {
            case PlanTree.Step(var text, var progress) ->
                    new PlanTree.Step(board.named(text), progress);
            case PlanTree.InOrder(var title, var parts) ->
                    new PlanTree.InOrder(
                            title, parts.stream().map(part -> named(part, board)).toList());
            case PlanTree.Together(var title, var parts) ->
                    new PlanTree.Together(
                            title, parts.stream().map(part -> named(part, board)).toList());
        };
    }

    private static TaskReply.Work work(Task.Work work, Board board) {
        return switch (work) {
            case Task.Work.Unplanned _ -> new TaskReply.Work.Unplanned();
            case Task.Work.Planned(var plan, var steps) ->
                    new TaskReply.Work.Planned(named(PlanTree.of(plan, steps), board));
            case Task.Work.Told(var sentences) -> new TaskReply.Work.Told(sentences);
        };
    }
}
