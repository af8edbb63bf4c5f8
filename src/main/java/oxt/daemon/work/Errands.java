package oxt.daemon.work;

import java.util.List;
import oxt.api.Scalars;
import oxt.api.TaskState;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Runs tasks that are no VM worker's, each on a thread of its own. */
final class Errands {
    private final Workshop shop;

    /** What a task does; an interrupt ends it early, and it leaves nothing half done. */
    interface Doing {
        void run(Task task) throws InterruptedException;
    }

    Errands(Workshop shop) {
        this.shop = shop;
    }

    void begin(Task task, Doing doing) {
        shop.store().apply(change -> shop.chronicle().begun(change, task, ""));
        Thread thread =
                Thread.ofVirtual()
                        .name(Scalars.word(task.action()) + " " + task.object())
                        .unstarted(() -> run(task, doing));
        task.cancellation().whenAsked(thread::interrupt);
        thread.start();
    }

    void refuse(Task task, Problem problem) {
        end(task, TaskState.REFUSED, List.of(problem));
    }

    private void run(Task task, Doing doing) {
        try {
            doing.run(task);
            end(task, TaskState.DONE, List.of());
        } catch (InterruptedException cancelled) {
            end(task, TaskState.CANCELLED, List.of());
        } catch (ProblemException problem) {
            TaskState state =
                    task.cancellation().isAsked() ? TaskState.CANCELLED : TaskState.ROLLED_BACK;
            end(task, state, problem.problems());
        } catch (RuntimeException | Error bug) {
            shop.chronicle().bug(Scalars.word(task.action()) + " " + task.object(), bug);
            end(
                    task,
                    TaskState.ROLLED_BACK,
                    List.of(Problem.Bug.of("The work on " + task.object() + " broke.")));
        }
    }

    private void end(Task task, TaskState state, List<Problem> problems) {
        boolean _ = Thread.interrupted(); // the cancel has done its part
        shop.chronicle().ended(task, state, problems);
        task.end(state, problems);
        shop.tasks().ended(task);
    }
}
