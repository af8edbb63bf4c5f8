package oxt.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one writer does, one thing after the other, known in advance: so whoever knows the last
 * thing that was acknowledged knows what must be in the store.
 *
 * @param writer a number that no other writer of the same store has
 */
record Script(int writer) {
    /** Rounds have numbers below this. */
    private static final int MOST_ROUNDS = 10_000;

    /** Long enough that documents do not fit one page of the database with others. */
    private static final int LONG_DOCUMENT = 1_500;

    /** One thing that is done. */
    sealed interface Act {
        record Add(int vm) implements Act {}

        record Change(int vm) implements Act {}

        record Begin(int vm) implements Act {}

        record Step(int vm, int position, StepState state) implements Act {}

        record End(int vm) implements Act {}

        record Remove(int vm) implements Act {}
    }

    /**
     * What a thing survives from when it is acknowledged; what is done after it brings it along.
     */
    enum Promise {
        NOTHING,
        KILL,
        POWER_LOSS
    }

    /**
     * What the store has of this writer.
     *
     * @param vms each VM's generation
     * @param plans each plan's steps, by the number of its VM
     * @param told how many acts the audit log has, and so the events
     */
    record State(Map<Integer, Integer> vms, Map<Integer, Plan> plans, int told) {}

    record Plan(boolean ended, Map<Integer, StepState> steps) {}

    /** A VM is added, changed, worked on; every second one is removed in the end. */
    List<Act> round(int round) {
        int vm = vm(round);
        List<Act> acts = new ArrayList<>();
        acts.add(new Act.Add(vm));
        acts.add(new Act.Change(vm));
        acts.add(new Act.Begin(vm));
        for (int step = 0; step < 3; step++) {
            acts.add(new Act.Step(vm, step, StepState.BEGUN));
            acts.add(new Act.Step(vm, step, StepState.DONE));
        }
        acts.add(new Act.End(vm));
        if (round % 2 == 1) {
            acts.add(new Act.Remove(vm(round - 1)));
        }
        return acts;
    }

    /** The writer that a VM's number says. */
    static int writer(int vm) {
        return vm / MOST_ROUNDS;
    }

    int vm(int round) {
        if (round >= MOST_ROUNDS) {
            throw new IllegalArgumentException("too long a script");
        }
        return writer * MOST_ROUNDS + round;
    }

    /** The first so many acts. */
    List<Act> acts(int count) {
        List<Act> acts = new ArrayList<>();
        for (int round = 0; acts.size() < count; round++) {
            acts.addAll(round(round));
        }
        return acts.subList(0, count);
    }

    /** As the daemon does it: what a step does is gone after a power loss, and so may its note. */
    static Promise promise(Act act) {
        return switch (act) {
            case Act.Step(_, _, var state) ->
                    state == StepState.BEGUN ? Promise.KILL : Promise.NOTHING;
            case Act.Add _, Act.Change _, Act.Begin _, Act.End _, Act.Remove _ ->
                    Promise.POWER_LOSS;
        };
    }

    /** Of the last of the first so many acts. */
    Promise promise(int count) {
        return promise(acts(count).getLast());
    }

    static String document(int vm, int generation) {
        return "{\"vm\":" + vm + ",\"text\":\"" + "x".repeat(generation * LONG_DOCUMENT) + "\"}";
    }

    /** Pure; what the store has when the first so many acts were done. */
    State after(int count) {
        Map<Integer, Integer> vms = new TreeMap<>();
        Map<Integer, Plan> plans = new TreeMap<>();
        int told = 0;
        for (Act act : acts(count)) {
            switch (act) {
                case Act.Add(var vm) -> vms.put(vm, 1);
                case Act.Change(var vm) -> vms.put(vm, 2);
                case Act.Begin(var vm) -> plans.put(vm, new Plan(false, new TreeMap<>()));
                case Act.Step(var vm, var position, var state) ->
                        plans.get(vm).steps().put(position, state);
                case Act.End(var vm) -> plans.put(vm, new Plan(true, plans.get(vm).steps()));
                case Act.Remove(var vm) -> vms.remove(vm);
            }
            told += act instanceof Act.Step ? 0 : 1;
        }
        return new State(vms, plans, told);
    }
}
