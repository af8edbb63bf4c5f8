package oxt.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oxt.api.PlanTree;
import oxt.api.StepProgress;
import oxt.api.TaskReply;

/** A task that this program waits for, as it last was. */
final class Watched {
    private final long begun = System.nanoTime();
    private volatile TaskReply task;
    private volatile String json;

    Watched(TaskReply task, String json) {
        this.task = task;
        this.json = json;
    }

    void moved(TaskReply now, String text) {
        task = now;
        json = text;
    }

    TaskReply task() {
        return task;
    }

    String json() {
        return json;
    }

    boolean hasEnded() {
        return task.state().isEnded();
    }

    /** On this program's clock while it runs, on the daemon's when it has ended. */
    Duration elapsed() {
        return hasEnded()
                ? Duration.between(task.asked(), task.at())
                : Duration.ofNanos(System.nanoTime() - begun);
    }

    String name() {
        return task.object();
    }

    /** One line: what is done at the moment, which of how many. */
    String now() {
        String doing = Verb.present(task.action());
        return switch (task.work()) {
            case TaskReply.Work.Unplanned _ -> doing + waiting();
            case TaskReply.Work.Told(var sentences) ->
                    doing + (sentences.isEmpty() ? "" : ", " + sentences.getLast());
            case TaskReply.Work.Planned(var plan) -> doing + step(plan.steps());
        };
    }

    private String waiting() {
        return task.before().isEmpty()
                ? ""
                : ", after "
                        + task.before().getLast().object()
                        + " is "
                        + Verb.past(task.before().getLast().action());
    }

    private static String step(List<PlanTree.Step> steps) {
        Optional<PlanTree.Step> undone = last(steps, StepProgress.UNDONE);
        if (undone.isPresent()) {
            return ", taking back: " + undone.get().text();
        }
        int done = 0;
        Optional<PlanTree.Step> begun = last(steps, StepProgress.BEGUN);
        for (PlanTree.Step step : steps) {
            done += step.progress() == StepProgress.DONE ? 1 : 0;
        }
        int number = Math.min(steps.size(), done + 1);
        return begun.map(step -> ", step " + number + " of " + steps.size() + ": " + step.text())
                .orElse("");
    }

    private static Optional<PlanTree.Step> last(List<PlanTree.Step> steps, StepProgress progress) {
        for (PlanTree.Step step : steps.reversed()) {
            if (step.progress() == progress) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }
}
