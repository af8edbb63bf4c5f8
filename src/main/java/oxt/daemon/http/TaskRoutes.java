package oxt.daemon.http;

import java.time.Duration;
import java.util.List;
import oxt.api.ImageReply;
import oxt.api.TaskReply;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.work.Task;

/** Tasks, and the images that some of them are about. */
final class TaskRoutes {
    private static final String TASK = "/v1/tasks/{id}";
    private static final String IMAGE = "/v1/images/{name}";

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
                        this::cancel),
                new Route(
                        Method.GET,
                        "/v1/images",
                        "Every image, there or not yet made.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(ImageReply.LIST),
                        _ -> Answer.ok(ImageReply.LIST.write(desk.images().list()))),
                new Route(
                        Method.POST,
                        IMAGE + "/build",
                        "Make an image.",
                        List.of(Query.WAIT),
                        new Body.None(),
                        new Reply.Document(TaskReply.SHAPE),
                        call ->
                                follow.answer(
                                        call, desk.imageWork().build(call.image(), call.caller()))),
                new Route(
                        Method.DELETE,
                        IMAGE,
                        "Take away an image that no VM is made of.",
                        List.of(Query.WAIT),
                        new Body.None(),
                        new Reply.Document(TaskReply.SHAPE),
                        call ->
                                follow.answer(
                                        call,
                                        desk.imageWork().discard(call.image(), call.caller()))));
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
