package oxt.daemon.work;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import oxt.api.Action;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.Scalars;
import oxt.api.TaskState;
import oxt.model.Digest;
import oxt.model.Measured;
import oxt.model.MeasuredPart;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.store.AuditEntry;
import oxt.store.Caller;
import oxt.store.NewEvent;
import oxt.store.Store;
import oxt.store.Transaction;

/** Tells what happens: to watchers as events, to the audit log, and to the daemon's log. */
public final class Chronicle {
    private final Store store;
    private final DaemonLog log;
    private final List<Consumer<VmName>> ears = new CopyOnWriteArrayList<>();

    public Chronicle(Store store, DaemonLog log) {
        this.store = store;
        this.log = log;
    }

    /** The VM is in another state than before; nobody need have asked for it. */
    void state(VmName vm, String before, String now) {
        store.applySoon(
                change ->
                        change.events()
                                .publish(
                                        new NewEvent(
                                                "vm-state",
                                                vm.text(),
                                                json(
                                                        Node.entry("before", before),
                                                        Node.entry("state", now)))));
        ears.forEach(ear -> ear.accept(vm));
        log.say("VM " + vm + " is " + now + ".");
    }

    /** The daemon did something by itself, or found something: one sentence that names the VM. */
    public void tell(String kind, String object, String sentence) {
        log.say(sentence);
        store.apply(change -> tell(change, kind, object, sentence));
    }

    void tell(Transaction change, String kind, String object, String sentence) {
        String detail = json(Node.entry("text", sentence));
        change.events().publish(new NewEvent(kind, object, detail));
        change.audit().append(new AuditEntry(Caller.DAEMON, kind, object, detail, "done"));
    }

    /**
     * The focus is elsewhere, or the seat is locked or not. Who types waits for no disk.
     *
     * @param focus what is typed into now: the name of a VM, or empty for the console
     */
    public void seat(Caller caller, String what, String focus) {
        log.say(
                what
                        + " "
                        + (focus.isEmpty() ? "console" : focus)
                        + " for "
                        + caller.userName()
                        + ".");
        String detail = focus.isEmpty() ? json() : json(Node.entry("vm", focus));
        store.applyLater(
                change -> {
                    change.events().publish(new NewEvent(what, focus, detail));
                    change.audit().append(new AuditEntry(caller, what, focus, detail, "done"));
                });
    }

    /** Has somebody hear of every VM that is in another state. */
    public void listen(Consumer<VmName> ear) {
        ears.add(ear);
    }

    /** The wanted settings of a VM are others, or gone. */
    void changed(Transaction change, Action action, VmName vm, long generation) {
        change.events()
                .publish(
                        new NewEvent(
                                switch (action) {
                                    case CREATE -> "vm-created";
                                    case REMOVE -> "vm-removed";
                                    default -> "vm-changed";
                                },
                                vm.text(),
                                json(Node.entry("generation", Node.number(generation)))));
    }

    /** Somebody lets a measured VM begin from other files than before. */
    void accepted(Transaction change, Caller caller, Vm before, Measured.Against now) {
        List<Node> parts = new ArrayList<>();
        SortedSet<MeasuredPart> all = new TreeSet<>(now.accepted().keySet());
        if (before.measured() instanceof Measured.Against(var accepted)) {
            all.addAll(accepted.keySet());
        }
        for (MeasuredPart part : all) {
            String was = before.measured().accepted(part).map(Digest::text).orElse("");
            String is = now.accepted(part).map(Digest::text).orElse("");
            if (!was.equals(is)) {
                parts.add(
                        Node.mapping(
                                Node.entry("part", part.words()),
                                Node.entry("before", was),
                                Node.entry("now", is)));
            }
        }
        change.audit()
                .append(
                        new AuditEntry(
                                caller,
                                "accept",
                                before.name().text(),
                                json(Node.entry("files", Node.sequence(parts))),
                                "accepted"));
    }

    void begun(Transaction change, Task task, String plan) {
        event(change, "task-begun", task, List.of());
        change.audit()
                .append(
                        new AuditEntry(
                                task.caller(),
                                Scalars.word(task.action()),
                                task.object(),
                                json(Node.entry("task", task.id()), Node.entry("plan", plan)),
                                "begun"));
    }

    void ended(Transaction change, Task task, TaskState state, List<? extends Problem> problems) {
        event(change, "task-ended", task, List.of(Node.entry("state", Scalars.word(state))));
        change.audit()
                .append(
                        new AuditEntry(
                                task.caller(),
                                Scalars.word(task.action()),
                                task.object(),
                                json(
                                        Node.entry("task", task.id()),
                                        Node.entry("problems", texts(problems))),
                                Scalars.word(state)));
    }

    /** A task without a plan in the journal is over. */
    void ended(Task task, TaskState state, List<? extends Problem> problems) {
        store.apply(change -> ended(change, task, state, problems));
        log(task, state, problems);
    }

    /** Somebody wants a task no more; what becomes of it is told when it ends. */
    public void cancelled(Caller caller, Task task) {
        log.say("Task " + task.id() + " is cancelled by " + caller.userName() + ".");
        String detail = json(Node.entry("task", task.id()));
        store.apply(
                change ->
                        change.audit()
                                .append(
                                        new AuditEntry(
                                                caller, "cancel", task.object(), detail, "done")));
    }

    /** Somebody took something out of this host. */
    public void told(Caller caller, String what, String object) {
        log.say(what + " " + object + " for " + caller.userName() + ".");
        store.apply(
                change ->
                        change.audit().append(new AuditEntry(caller, what, object, "{}", "begun")));
    }

    /** Somebody ran a command in a guest; what it printed is not kept. */
    public void ran(Caller caller, VmName vm, List<String> words) {
        Node command = Node.sequence(words.stream().map(Node::text).toList());
        store.applyLater(
                change ->
                        change.audit()
                                .append(
                                        new AuditEntry(
                                                caller,
                                                "run",
                                                vm.text(),
                                                json(Node.entry("command", command)),
                                                "begun")));
    }

    /** A request that a rule forbids, before it became a task. */
    public void denied(Caller caller, String what, String object, Problem problem) {
        log.say(
                "Denied to "
                        + caller.userName()
                        + ": "
                        + what
                        + " "
                        + object
                        + ". "
                        + problem.what());
        store.applyLater(
                change ->
                        change.audit()
                                .append(
                                        new AuditEntry(
                                                caller,
                                                what,
                                                object,
                                                json(
                                                        Node.entry(
                                                                "problems",
                                                                texts(List.of(problem)))),
                                                "denied")));
    }

    void log(String sentence) {
        log.say(sentence);
    }

    void bug(String where, Throwable cause) {
        log.bug(where, cause);
    }

    void log(Task task, TaskState state, List<? extends Problem> problems) {
        StringBuilder line = new StringBuilder();
        line.append(Scalars.word(task.action())).append(' ').append(task.object());
        line.append(" for ")
                .append(task.caller().userName())
                .append(": ")
                .append(Scalars.word(state));
        problems.forEach(problem -> line.append(". ").append(problem.what()));
        log.say(line.toString());
    }

    private static void event(Transaction change, String kind, Task task, List<Node.Entry> more) {
        List<Node.Entry> entries = new ArrayList<>();
        entries.add(Node.entry("task", task.id()));
        entries.add(Node.entry("action", Scalars.word(task.action())));
        entries.addAll(more);
        change.events()
                .publish(
                        new NewEvent(
                                kind, task.object(), json(entries.toArray(Node.Entry[]::new))));
    }

    private static Node texts(List<? extends Problem> problems) {
        return Node.sequence(problems.stream().map(problem -> Node.text(problem.what())).toList());
    }

    private static String json(Node.Entry... entries) {
        return Json.write(Node.mapping(entries));
    }
}
