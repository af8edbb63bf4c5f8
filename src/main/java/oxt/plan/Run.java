package oxt.plan;

import java.util.Optional;
import oxt.model.Vm;

/** Whether a VM's machine exists and what it does. */
// Off is made nowhere else, so no thread can begin with it while another begins with Run.
@SuppressWarnings("ClassInitializationDeadlock")
public sealed interface Run {

    /** No machine. */
    record Off() implements Run {}

    /** A machine whose processors have never run. */
    record Created(Vm launched) implements Run {}

    record Running(Vm launched) implements Run {}

    record Paused(Vm launched) implements Run {}

    /**
     * No machine, and a saved state from which one goes on.
     *
     * @param continuing whether this host's engine can
     */
    record Saved(Vm launched, Ability continuing) implements Run {}

    /**
     * A process is there and does not answer.
     *
     * @param why to stand within a sentence, so without a full stop
     */
    record Unreachable(Vm launched, String why) implements Run {
        public Unreachable {
            why = why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
        }
    }

    Run OFF = new Off();

    /** What the machine was launched with, where there is one. */
    default Optional<Vm> machine() {
        return switch (this) {
            case Off _, Saved _ -> Optional.empty();
            case Created(var launched) -> Optional.of(launched);
            case Running(var launched) -> Optional.of(launched);
            case Paused(var launched) -> Optional.of(launched);
            case Unreachable(var launched, _) -> Optional.of(launched);
        };
    }

    /** What the run began with that is there or saved; what it uses must stay. */
    default Optional<Vm> launch() {
        return this instanceof Saved(var launched, _) ? Optional.of(launched) : machine();
    }

    /** One word for people and programs. */
    default String word() {
        return switch (this) {
            case Off _ -> "off";
            case Created _ -> "created";
            case Running _ -> "running";
            case Paused _ -> "paused";
            case Saved _ -> "saved";
            case Unreachable _ -> "unreachable";
        };
    }
}
