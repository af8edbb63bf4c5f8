package oxt.cli;

import java.util.List;
import oxt.api.TaskReply;
import oxt.client.Reply;
import oxt.client.Request;

/** The commands that begin with {@code oxt task}. */
final class TaskCommands {
    private TaskCommands() {}

    static Branch.Group group() {
        return new Branch.Group(
                "task", "Work that the daemon was asked for.", TaskCommands::branches);
    }

    private static List<Branch> branches() {
        return List.of(
                new Branch.Command(
                        "show",
                        "Show how far a task is, step by step.",
                        "",
                        List.of(task()),
                        Commands.reading(),
                        List.of("oxt task show 3f2a"),
                        TaskCommands::show),
                new Branch.Command(
                        "wait",
                        "Wait until a task has ended, and say how.",
                        "",
                        List.of(task()),
                        Commands.reading(),
                        List.of("oxt task wait 3f2a"),
                        TaskCommands::await),
                new Branch.Command(
                        "cancel",
                        "Cancel a task: what it has begun is taken back.",
                        "",
                        List.of(task()),
                        Commands.reading(),
                        List.of("oxt task cancel 3f2a"),
                        TaskCommands::cancel));
    }

    private static Argument task() {
        return new Argument(
                "ID",
                Argument.Count.ONE,
                "The task's id, as --no-wait printed it.",
                new Completion.Nothing());
    }

    private static Request request(Request.Method method, Words words) {
        return Request.of(method, Target.task(words.first()).toString());
    }

    private static Exit show(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(request(Request.Method.GET, words));
        if (around.isJson()) {
            around.out().line(reply.text());
            return Exit.DONE;
        }
        TaskReply task = Daemon.read(reply, TaskReply.SHAPE);
        around.out()
                .line(
                        Harmless.line(task.object())
                                + ": "
                                + VmTable.word(task.action())
                                + ", "
                                + VmTable.word(task.state()));
        PlanLines.print(task, around.out());
        around.out().flush();
        new ProblemText(around).print(task.problems());
        return Exit.DONE;
    }

    private static Exit await(Words words, Surroundings around) {
        return Work.watch(around, request(Request.Method.GET, words));
    }

    private static Exit cancel(Words words, Surroundings around) {
        Reply _ = around.daemon().ask(request(Request.Method.DELETE, words));
        Exit end = Work.watch(around, request(Request.Method.GET, words));
        return end.equals(Exit.INTERRUPTED) ? Exit.DONE : end;
    }
}
