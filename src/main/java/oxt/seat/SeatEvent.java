package oxt.seat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import oxt.model.VmId;

/** What happens to a seat. */
public sealed interface SeatEvent {

    /** A viewer of a VM's screen begins to look. */
    record Came(SourceId source, VmId vm) implements SeatEvent {}

    record Gone(SourceId source) implements SeatEvent {}

    record Done(SourceId source, Input input, Instant at) implements SeatEvent {}

    /** Somebody asks for it, by whatever is not a chord. */
    record Focused(Focus focus, Instant at) implements SeatEvent {}

    record Locked() implements SeatEvent {}

    record Unlocked(Instant at) implements SeatEvent {}

    /** The VM runs no more. */
    record Ended(VmId vm) implements SeatEvent {}

    record Slotted(Map<SeatSlot, VmId> slots) implements SeatEvent {
        public Slotted {
            slots = Map.copyOf(slots);
        }
    }

    /** Other settings. */
    record Arranged(Chords chords, Optional<Duration> lockAfter) implements SeatEvent {}

    /** Time goes by and nothing happens. */
    record Passed(Instant now) implements SeatEvent {}
}
