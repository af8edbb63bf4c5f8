package oxt.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import oxt.model.Problem;

/** Tasks as the API answers them. */
final class TaskDocument {
    private static final Key<TaskReply.Before, String> BEFORE_ID =
            Replies.word("id", "The task's id.", TaskReply.Before::id);
    private static final Key<TaskReply.Before, String> BEFORE_OBJECT =
            Replies.word("object", "The VM's or image's name.", TaskReply.Before::object);
    private static final Key<TaskReply.Before, Action> BEFORE_ACTION =
            Key.required(
                    "action",
                    Scalars.choice(Action.values()),
                    "What is done to it.",
                    TaskReply.Before::action);
    private static final RecordShape<TaskReply.Before> BEFORE_SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "earlier task",
                            "A task that has to be done first.",
                            List.of(BEFORE_ID, BEFORE_OBJECT, BEFORE_ACTION),
                            fields ->
                                    new TaskReply.Before(
                                            fields.of(BEFORE_ID),
                                            fields.of(BEFORE_OBJECT),
                                            fields.of(BEFORE_ACTION))));

    private static final Key<TaskReply, String> ID =
            Replies.word("id", "The task's id, for GET and DELETE /v1/tasks/ID.", TaskReply::id);
    private static final Key<TaskReply, String> OBJECT =
            Replies.word("object", "The VM's or image's name.", TaskReply::object);
    private static final Key<TaskReply, Action> ACTION =
            Key.required(
                    "action",
                    Scalars.choice(Action.values()),
                    "What is done to it.",
                    TaskReply::action);
    private static final Key<TaskReply, TaskState> STATE =
            Key.required(
                    "state",
                    Scalars.choice(TaskState.values()),
                    "How far it is. All but waiting and running are ends.",
                    TaskReply::state);
    private static final Key<TaskReply, Long> VERSION =
            Replies.count("version", "Counts the task's changes.", TaskReply::version);
    private static final Key<TaskReply, PlanTree> PLAN =
            Key.optional(
                    "plan",
                    PlanDocument.SHAPE,
                    "not planned yet",
                    "What is done, with the progress of each step.",
                    TaskReply::plan);
    private static final Key<TaskReply, String> TEXT =
            Key.optional(
                    "text",
                    Scalars.text(1 << 20),
                    "not planned yet",
                    "The plan as indented text.",
                    task -> Optional.of(task.text()).filter(text -> !text.isEmpty()));
    private static final Key<TaskReply, List<String>> TOLD =
            Key.optional(
                    "told",
                    ListShape.of(Replies.SENTENCE, Replies.MOST),
                    "it has a plan",
                    "Of a task without a plan: what was done so far, in sentences.",
                    TaskReply::told);
    private static final Key<TaskReply, List<TaskReply.Before>> BEFORE =
            Key.standard(
                    "before",
                    ListShape.of(BEFORE_SHAPE, Replies.MOST),
                    List.of(),
                    "Tasks of other VMs that had to be done first.",
                    TaskReply::before);
    private static final Key<TaskReply, List<Problem>> PROBLEMS =
            Key.standard(
                    "problems",
                    ListShape.of(ProblemDocument.SHAPE, Replies.MOST),
                    List.of(),
                    "Why it was refused, what failed, or what is left behind.",
                    TaskReply::problems);
    private static final Key<TaskReply, Instant> ASKED =
            Replies.instant("asked", "When it was asked for.", TaskReply::asked);
    private static final Key<TaskReply, Instant> AT =
            Replies.instant("at", "When it changed last; of an ended task its end.", TaskReply::at);

    static final RecordShape<TaskReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "task",
                            "A piece of work that somebody asked for.",
                            List.of(
                                    ID, OBJECT, ACTION, STATE, VERSION, PLAN, TEXT, TOLD, BEFORE,
                                    PROBLEMS, ASKED, AT),
                            fields ->
                                    new TaskReply(
                                            fields.of(ID),
                                            fields.of(OBJECT),
                                            fields.of(ACTION),
                                            fields.of(STATE),
                                            fields.of(VERSION),
                                            work(fields),
                                            fields.of(BEFORE),
                                            fields.of(PROBLEMS),
                                            fields.of(ASKED),
                                            fields.of(AT))));

    private TaskDocument() {}

    private static TaskReply.Work work(Fields<TaskReply> fields) {
        return fields.find(PLAN)
                .<TaskReply.Work>map(TaskReply.Work.Planned::new)
                .or(() -> fields.find(TOLD).map(TaskReply.Work.Told::new))
                .orElseGet(TaskReply.Work.Unplanned::new);
    }
}
