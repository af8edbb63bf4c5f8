package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.api.Action;
import oxt.api.PlanTree;
import oxt.api.StepProgress;
import oxt.api.TaskReply;
import oxt.api.TaskState;

/** What is seen of work that takes a while. */
class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void a_log_has_one_line_for_each_step() {
        Progress progress = Progress.on(output(Output.Reader.PROGRAM));
        Watched watched =
                new Watched(task(TaskState.RUNNING, StepProgress.BEGUN, StepProgress.AHEAD), "");
        progress.show(List.of(watched));
        progress.show(List.of(watched));
        watched.moved(task(TaskState.RUNNING, StepProgress.DONE, StepProgress.BEGUN), "");
        progress.show(List.of(watched));
        watched.moved(task(TaskState.RUNNING, StepProgress.UNDONE, StepProgress.FAILED), "");
        progress.show(List.of(watched));
        watched.moved(task(TaskState.ROLLED_BACK, StepProgress.UNDONE, StepProgress.FAILED), "");
        assertTrue(progress.show(List.of(watched)));
        assertEquals(
                """
                work: starting, step 1 of 2: reserve memory
                work: starting, step 2 of 2: start machine
                work: starting, taking back: reserve memory
                """,
                seen());
    }

    @Test
    void a_terminal_has_one_line_that_is_written_over() {
        Progress progress = Progress.on(output(Output.Reader.PERSON));
        Watched watched =
                new Watched(task(TaskState.RUNNING, StepProgress.BEGUN, StepProgress.AHEAD), "");
        progress.show(List.of(watched));
        watched.moved(task(TaskState.RUNNING, StepProgress.DONE, StepProgress.BEGUN), "");
        progress.show(List.of(watched));
        watched.moved(task(TaskState.DONE, StepProgress.DONE, StepProgress.DONE), "");
        progress.show(List.of(watched));
        assertEquals(
                """
                work: starting, step 1 of 2: reserve memory (0.0 s)
                \033[1F\033[Jwork: starting, step 2 of 2: start machine (0.0 s)
                \033[1F\033[J""",
                seen());
    }

    @Test
    void a_line_never_wraps_as_it_could_not_be_written_over() {
        Progress progress =
                Progress.on(new Output(bytes, Output.Reader.PERSON_WITHOUT_COLOUR, () -> 30));
        progress.show(
                List.of(
                        new Watched(
                                task(TaskState.RUNNING, StepProgress.BEGUN, StepProgress.AHEAD),
                                "")));
        assertEquals("work: starting, step 1 of 2:…\n", seen());
    }

    private Output output(Output.Reader reader) {
        return new Output(bytes, reader, () -> 80);
    }

    private String seen() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static TaskReply task(TaskState state, StepProgress first, StepProgress second) {
        PlanTree plan =
                new PlanTree.InOrder(
                        "start work",
                        List.of(
                                new PlanTree.Step("reserve memory", first),
                                new PlanTree.Step("start machine", second)));
        return new TaskReply(
                "1",
                "work",
                Action.START,
                state,
                1,
                new TaskReply.Work.Planned(plan),
                List.of(),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
