package oxt.daemon.http;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import oxt.api.PlanTree;
import oxt.api.StepProgress;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.daemon.work.Request;
import oxt.daemon.work.Task;
import oxt.plan.Plan;

/** Tasks as the API shows them. */
final class TaskReplies {
    private TaskReplies() {}

    static TaskReply of(Task task) {
        Task.Progress now = task.progress();
        return new TaskReply(
                task.id(),
                task.object(),
                task.action(),
                now.state(),
                now.version(),
                work(now.work()),
                now.before().stream().map(TaskReplies::before).toList(),
                now.problems(),
                task.asked(),
                now.at());
    }

    /** Of a plan that was asked for and is not carried out. */
    static TaskReply planned(String object, Request request, Plan plan, Instant now) {
        List<StepProgress> steps = Collections.nCopies(plan.steps().size(), StepProgress.AHEAD);
        return new TaskReply(
                "none",
                object,
                request.action(),
                TaskState.PLANNED,
                0,
                new TaskReply.Work.Planned(PlanTree.of(plan, steps)),
                List.of(),
                List.of(),
                now,
                now);
    }

    private static TaskReply.Before before(Task task) {
        return new TaskReply.Before(task.id(), task.object(), task.action());
    }

    private static TaskReply.Work work(Task.Work work) {
        return switch (work) {
            case Task.Work.Unplanned _ -> new TaskReply.Work.Unplanned();
            case Task.Work.Planned(var plan, var steps) ->
                    new TaskReply.Work.Planned(PlanTree.of(plan, steps));
            case Task.Work.Told(var sentences) -> new TaskReply.Work.Told(sentences);
        };
    }
}
