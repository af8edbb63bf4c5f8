package oxt.api;

import oxt.plan.Run;

/** What a VM does, in one word. */
public enum VmState {
    OFF,
    CREATED,
    RUNNING,
    PAUSED,
    SAVED,
    UNREACHABLE;

    public static VmState of(Run run) {
        return switch (run) {
            case Run.Off _ -> OFF;
            case Run.Created _ -> CREATED;
            case Run.Running _ -> RUNNING;
            case Run.Paused _ -> PAUSED;
            case Run.Saved _ -> SAVED;
            case Run.Unreachable _ -> UNREACHABLE;
        };
    }
}
