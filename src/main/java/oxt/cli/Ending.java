package oxt.cli;

import oxt.api.TaskReply;
import oxt.model.Problem;

/** Says how a task ended. */
final class Ending {
    private final Surroundings around;

    Ending(Surroundings around) {
        this.around = around;
    }

    Exit print(Watched watched) {
        TaskReply task = watched.task();
        String name = Harmless.line(task.object());
        if (around.isJson()) {
            // Its problems are part of it.
            around.out().line(watched.json());
            return exit(task);
        }
        String past = Verb.past(task.action());
        String time = Readable.time(watched.elapsed());
        switch (task.state()) {
            case WAITING, RUNNING -> around.out().line(name + ": " + watched.now());
            case PLANNED -> around.out().print(Harmless.text(task.text()));
            case DONE -> around.out().line(name + ": " + past + " in " + time);
            case REFUSED -> bad(name, "not " + past + ".");
            case ROLLED_BACK -> bad(name, "not " + past + "; what was begun is taken back.");
            case CANCELLED -> bad(name, "cancelled; what was begun is taken back.");
            case STUCK -> bad(name, "not " + past + ", and not all could be taken back.");
        }
        new ProblemText(around).print(task.problems());
        return exit(task);
    }

    private void bad(String name, String sentence) {
        Output err = around.err();
        err.line(name + ": " + err.paint(Style.RED, sentence));
    }

    private static Exit exit(TaskReply task) {
        Exit failed =
                task.problems().isEmpty()
                        ? ProblemText.exit(
                                new Problem.Failed(
                                        "ended-without-reason",
                                        "The task ended and said no reason.",
                                        "See the daemon's log, and report this."))
                        : ProblemText.exit(task.problems().getFirst());
        return switch (task.state()) {
            case WAITING, RUNNING, PLANNED, DONE -> Exit.DONE;
            case REFUSED, ROLLED_BACK, STUCK -> failed;
            case CANCELLED -> Exit.INTERRUPTED;
        };
    }
}
