package oxt.daemon.http;

import java.time.Duration;
import java.util.List;
import oxt.api.CallerRole;
import oxt.api.TaskReply;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.work.Task;

/** Tasks: how far they are, and their end. */
final class TaskRoutes {
    private static final String TASK = "/v1/tasks/{id}";

    private final Desk desk;
    private final Follow follow;

    TaskRoutes(Desk desk) {
        this.desk = desk;
        this.follow = new Follow(desk.shop().board());
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        TASK,
                        "A task, on its next progress or after a while.",
                        List.of(Query.AFTER, Query.WAIT),
                        new Body.None(),
                        new Reply.Document(TaskReply.SHAPE),
                        this::show),
                new Route(
                                Method.DELETE,
                                TASK,
                                "Cancel a task: what it began is taken back.",
                                List.of(Query.WAIT),
                                new Body.None(),
                                new Reply.Document(TaskReply.SHAPE),
                                this::cancel)
                        .forRole(CallerRole.OPERATE));
    }

    /** With `after` it waits for progress past that version; without, for any from now. */
    private Answer show(Call call) throws InterruptedException {
        Task task = desk.shop().tasks().require(call.task());
        Duration wait = call.wait(0);
        if (!wait.isZero()) {
            long version =
                    call.query().containsKey(Query.AFTER)
                            ? call.after()
                            : task.progress().version();
            task.await(version, wait);
        }
        return Answer.ok(follow.reply(task));
    }

    private Answer cancel(Call call) throws InterruptedException {
        Task task = desk.shop().tasks().require(call.task());
        desk.shop().chronicle().cancelled(call.caller(), task);
        task.cancel();
        task.awaitEnd(call.wait(0));
        return Answer.ok(follow.reply(task));
    }
}
