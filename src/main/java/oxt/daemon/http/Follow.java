package oxt.daemon.http;

import java.time.Duration;
import oxt.api.Node;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.daemon.work.Board;
import oxt.daemon.work.Task;

/** Answers with a task as far as it is when the client will wait no longer. */
record Follow(Board board) {
    /** A refusal comes at once, and so it can be the answer even where nobody waits for the end. */
    private static final Duration UNTIL_PLANNED = Duration.ofMillis(500);

    Answer answer(Call call, Task task) throws InterruptedException {
        Duration wait = call.wait(0);
        Task.Progress now = task.progress();
        long end = System.nanoTime() + UNTIL_PLANNED.toNanos();
        while (now.state() == TaskState.WAITING && end - System.nanoTime() > 0) {
            now = task.await(now.version(), Duration.ofNanos(end - System.nanoTime()));
        }
        now = task.awaitEnd(wait);
        if (now.state() == TaskState.REFUSED) {
            return Answer.problems(now.problems());
        }
        return now.state().isEnded() ? Answer.ok(reply(task)) : Answer.accepted(reply(task));
    }

    Node reply(Task task) {
        return TaskReply.SHAPE.write(TaskReplies.of(task, board));
    }
}
