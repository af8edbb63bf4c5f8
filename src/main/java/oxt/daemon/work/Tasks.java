package oxt.daemon.work;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import oxt.api.Action;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.store.Caller;

/** Every task that is not over, and the last of those that are. */
public final class Tasks {
    /** So many ended tasks can still be asked for; one is a few kB. */
    public static final int ENDED_TASKS_KEPT = 500;

    private final Supplier<String> ids;
    private final InstantSource clock;
    private final Map<String, Task> tasks = new HashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();

    /**
     * @param ids each another, also over many runs of the daemon
     */
    public Tasks(Supplier<String> ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** A Missing where there is none, or none any more. */
    public synchronized Task require(String id) {
        Task task = tasks.get(id);
        if (task == null) {
            throw new ProblemException(
                    new Problem.Missing(
                            "no-such-task",
                            "There is no task " + id + ".",
                            "Look at the VM instead; only the last "
                                    + ENDED_TASKS_KEPT
                                    + " ended tasks are kept."));
        }
        return task;
    }

    synchronized Task begin(String object, Action action, Caller caller) {
        Task task = new Task(ids.get(), object, action, caller, clock);
        tasks.put(task.id(), task);
        return task;
    }

    synchronized void ended(Task task) {
        ended.addLast(task.id());
        while (ended.size() > ENDED_TASKS_KEPT) {
            tasks.remove(ended.removeFirst());
        }
    }
}
