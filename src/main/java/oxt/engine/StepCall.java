package oxt.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import oxt.model.Problem;
import oxt.plan.Step;
import oxt.plan.StepText;

/**
 * One step on a thread of its own, so that it can be given up at its deadline or when cancelled.
 */
final class StepCall {
    /** How long an interrupted step may take to let go before its undo begins all the same. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How a step ended. */
    sealed interface Result {
        record Done() implements Result {}

        record Failed(Problem problem) implements Result {}

        record Cancelled() implements Result {}
    }

    private final Engine engine;
    private final Step step;
    private final Duration deadline;

    StepCall(Engine engine, Step step, Duration deadline) {
        this.engine = engine;
        this.step = step;
        this.deadline = deadline;
    }

    Result run(Cancel cancel) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .name(StepText.of(step))
                        .start(() -> result.complete(perform(cancel)));
        cancel.whenAsked(thread::interrupt);
        try {
            return result.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            thread.interrupt();
            result.completeOnTimeout(late(), GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
            return late();
        } catch (InterruptedException asked) {
            cancel.ask();
            Result ended =
                    result.completeOnTimeout(
                                    new Result.Cancelled(), GRACE.toMillis(), TimeUnit.MILLISECONDS)
                            .join();
            Thread.currentThread().interrupt();
            return ended;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Result perform(Cancel cancel) {
        try {
            engine.perform(step);
            return new Result.Done();
        } catch (EngineException e) {
            return cancel.isAsked() ? new Result.Cancelled() : new Result.Failed(e.problem());
        } catch (InterruptedException e) {
            return cancel.isAsked() ? new Result.Cancelled() : late();
        } catch (RuntimeException | Error e) {
            // Our own mistake must not keep the undo from running.
            System.getLogger(StepCall.class.getName())
                    .log(System.Logger.Level.ERROR, "step " + StepText.of(step), e);
            return new Result.Failed(
                    Problem.Bug.of("Step \"" + StepText.of(step) + "\" broke: " + e + "."));
        }
    }

    private Result late() {
        return new Result.Failed(
                new Problem.Failed(
                        "step-too-slow",
                        "Step \""
                                + StepText.of(step)
                                + "\" did not end within "
                                + deadline.toMillis()
                                + "ms.",
                        "Look at the daemon's log and at the load of this machine, then try again."));
    }
}
