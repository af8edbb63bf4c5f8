package oxt.daemon.work;

import oxt.api.StepProgress;
import oxt.engine.StepLog;
import oxt.plan.Step;
import oxt.plan.StepText;
import oxt.store.PlanId;
import oxt.store.StepId;
import oxt.store.StepState;
import oxt.store.Store;

/**
 * Writes a plan's steps into the journal and into the task that shows them.
 *
 * @param offset steps of the task before the first of this plan
 */
record JournalLog(Store store, PlanId plan, Task task, int offset) implements StepLog {

    @Override
    public void write(int index, Step step, State state) {
        int place = offset + index;
        StepId id = new StepId(plan, place);
        String text = StepText.of(step);
        switch (state) {
            // Before the deed, where a daemon that is killed leaves it. Not on the disk: a power
            // loss ends every VM, and the plan's beginning, which is there, says what to look at.
            case BEGUN -> begin(id, step, text);
            case DONE, FAILED, UNDONE, STUCK ->
                    store.applyLater(change -> change.journal().write(id, text, stored(state)));
        }
        task.step(place, shown(state));
    }

    private void begin(StepId id, Step step, String text) {
        store.note(change -> change.journal().write(id, text, StepState.BEGUN));
        if (step instanceof Step.StartDeviceModel) {
            // The disk gets the plan's beginning while QEMU begins. What is noted next, the step
            // that lets the processors run, waits its turn behind this.
            store.applySoon(change -> change.journal().write(id, text, StepState.BEGUN));
        }
    }

    private static StepState stored(State state) {
        return switch (state) {
            case BEGUN -> StepState.BEGUN;
            case DONE -> StepState.DONE;
            case FAILED -> StepState.FAILED;
            case UNDONE -> StepState.UNDONE;
            case STUCK -> StepState.STUCK;
        };
    }

    static StepProgress shown(State state) {
        return switch (state) {
            case BEGUN -> StepProgress.BEGUN;
            case DONE -> StepProgress.DONE;
            case FAILED -> StepProgress.FAILED;
            case UNDONE -> StepProgress.UNDONE;
            case STUCK -> StepProgress.STUCK;
        };
    }
}
