package oxt.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Asks for changes, shows how they go on, and says how they ended. */
final class Work {
    /** How often the line of a task is written anew, at the slowest. */
    private static final Duration TICK = Duration.ofMillis(200);

    private final Words words;
    private final Surroundings around;
    private final List<Watched> watched = new ArrayList<>();
    private Exit exit = Exit.DONE;

    private Work(Words words, Surroundings around) {
        this.words = words;
        this.around = around;
    }

    /** One change for each target; the refusal of one does not keep the others from being done. */
    static Exit of(Words words, Surroundings around, List<Request> requests) {
        return of(words, around, requests, new ProblemText(around)::print);
    }

    /**
     * @param complain prints why a request was refused, where more can be said than the reasons
     */
    static Exit of(
            Words words,
            Surroundings around,
            List<Request> requests,
            Consumer<List<Problem>> complain) {
        Work work = new Work(words, around);
        for (Request request : requests) {
            work.ask(request, complain);
        }
        return work.exit.and(work.watch());
    }

    /** Adds what the words say about every change. */
    static Target target(Words words, Target target) {
        return words.has(Option.PLAN) ? target.query("plan", "only") : target;
    }

    private void ask(Request request, Consumer<List<Problem>> complain) {
        Reply reply;
        try {
            reply = around.daemon().ask(request);
        } catch (ProblemException e) {
            exit = exit.and(ProblemText.exit(e.problems().getFirst()));
            complain.accept(e.problems());
            return;
        }
        TaskReply task = Daemon.read(reply, TaskReply.SHAPE);
        if (words.has(Option.PLAN)) {
            show(reply, task.text());
        } else if (words.has(Option.NO_WAIT)) {
            show(
                    reply,
                    task.object()
                            + ": "
                            + Verb.present(task.action())
                            + ", task "
                            + task.id()
                            + "\n");
        } else {
            watched.add(new Watched(task, reply.text()));
        }
    }

    private void show(Reply reply, String text) {
        around.out().print(around.isJson() ? reply.text() + "\n" : Harmless.text(text));
    }

    /** What comes before something else: only how it went wrong is said. */
    static Exit before(Surroundings around, Request request) {
        Work work = new Work(new Words(List.of(), Map.of()), around);
        Reply reply = around.daemon().ask(request);
        work.watched.add(new Watched(Daemon.read(reply, TaskReply.SHAPE), reply.text()));
        Progress progress = work.progress();
        try (Interrupt _ = Interrupt.says(() -> work.cancel(progress))) {
            while (!progress.show(work.watched)) {
                work.poll();
            }
        }
        Watched ended = work.watched.getFirst();
        return ended.task().state() == TaskState.DONE ? Exit.DONE : new Ending(around).print(ended);
    }

    /** Only looks on: Ctrl-C leaves the task as it is. */
    static Exit watch(Surroundings around, Request request) {
        Work work = new Work(new Words(List.of(), Map.of()), around);
        Reply reply = around.daemon().ask(request);
        work.watched.add(new Watched(Daemon.read(reply, TaskReply.SHAPE), reply.text()));
        return work.untilEnd(work.progress());
    }

    private Exit watch() {
        if (watched.isEmpty()) {
            return Exit.DONE;
        }
        Progress progress = progress();
        try (Interrupt _ = Interrupt.says(() -> cancel(progress))) {
            return untilEnd(progress);
        }
    }

    private Progress progress() {
        return around.isJson() ? Progress.hidden() : Progress.on(around.err());
    }

    private Exit untilEnd(Progress progress) {
        while (!progress.show(watched)) {
            poll();
        }
        Exit end = Exit.DONE;
        for (Watched each : watched) {
            end = end.and(new Ending(around).print(each));
            // One after the other, also where both streams go to one terminal.
            around.out().flush();
            around.err().flush();
        }
        return end;
    }

    /** The daemon answers when a task has moved, so the wait is for those that stand still. */
    private void poll() {
        List<Watched> running = watched.stream().filter(each -> !each.hasEnded()).toList();
        Duration wait = TICK.dividedBy(Math.max(1, running.size()));
        for (Watched each : running) {
            Target target =
                    Target.task(each.task().id())
                            .query("after", Long.toString(each.task().version()))
                            .query("wait-millis", Long.toString(wait.toMillis()));
            Reply reply = around.daemon().ask(Request.get(target.toString()).longer(wait));
            each.moved(Daemon.read(reply, TaskReply.SHAPE), reply.text());
        }
    }

    private void cancel(Progress progress) {
        progress.say(
                "Cancelling: what was begun is taken back. Ctrl-C again leaves that to the daemon.");
        for (Watched each : watched) {
            if (!each.hasEnded()) {
                String target = Target.task(each.task().id()).toString();
                try {
                    around.daemon().ask(Request.of(Request.Method.DELETE, target));
                } catch (ProblemException _) {
                    // It has just ended; the watch says how.
                }
            }
        }
    }
}
