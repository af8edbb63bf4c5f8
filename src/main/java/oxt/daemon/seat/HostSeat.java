package oxt.daemon.seat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import oxt.model.VmId;
import oxt.seat.Focus;
import oxt.seat.Input;
import oxt.seat.Seat;
import oxt.seat.SeatEvent;
import oxt.seat.SeatSlot;
import oxt.seat.SourceId;
import oxt.store.Caller;

/**
 * The one seat of this host. Every event has its turn: what it sends is with its VM's screen before
 * the next one is looked at, so that nothing is typed past a switch.
 */
public final class HostSeat {
    private final InstantSource clock;
    private final Supplier<Map<SeatSlot, VmId>> running;
    private final Switches switches;
    private final Map<SourceId, Typist> typists = new HashMap<>();
    private Seat seat;
    private long last;

    /** Who looks, and what takes their input on; it never waits. */
    private record Typist(Caller caller, Consumer<Input> input) {}

    /** Hears that somebody moved the focus, or locked the seat, or opened it. */
    public interface Switches {
        void switched(Caller caller, Seat before, Seat now);
    }

    /**
     * @param running the VMs that can be chosen now
     */
    public HostSeat(InstantSource clock, Supplier<Map<SeatSlot, VmId>> running, Switches switches) {
        this.clock = clock;
        this.running = running;
        this.switches = switches;
        this.seat = Seat.begin(clock.instant());
    }

    /** As it is now. */
    public synchronized Seat now() {
        return seat;
    }

    /** Somebody begins to look at a VM. */
    synchronized SourceId come(VmId vm, Caller caller, Consumer<Input> input) {
        SourceId source = new SourceId(++last);
        typists.put(source, new Typist(caller, input));
        take(caller, new SeatEvent.Came(source, vm));
        return source;
    }

    synchronized void go(SourceId source) {
        take(Caller.DAEMON, new SeatEvent.Gone(source));
        typists.remove(source);
    }

    synchronized void input(SourceId source, Input input) {
        Typist typist = typists.get(source);
        if (typist == null) {
            return;
        }
        if (input instanceof Input.Keystroke && seat.mayBeChord(source)) {
            take(typist.caller(), new SeatEvent.Slotted(running.get()));
        }
        take(typist.caller(), new SeatEvent.Done(source, input, clock.instant()));
    }

    public synchronized void focus(Caller caller, Focus wanted) {
        take(caller, new SeatEvent.Focused(wanted, clock.instant()));
    }

    public synchronized void lock(Caller caller) {
        take(caller, new SeatEvent.Locked());
    }

    public synchronized void unlock(Caller caller) {
        take(caller, new SeatEvent.Unlocked(clock.instant()));
    }

    /** It locks itself after so long without input; never where it is empty. */
    public synchronized void lockAfter(Optional<Duration> time) {
        take(Caller.DAEMON, new SeatEvent.Arranged(seat.chords(), time));
    }

    /** Time went by: it is locked where it was idle for long. To be called every few seconds. */
    public synchronized void look() {
        take(Caller.DAEMON, new SeatEvent.Passed(clock.instant()));
    }

    public synchronized void ended(VmId vm) {
        take(Caller.DAEMON, new SeatEvent.Ended(vm));
    }

    private void take(Caller caller, SeatEvent event) {
        Seat before = seat;
        Seat.Next next = seat.after(event);
        seat = next.seat();
        for (Seat.Sent sent : next.sent()) {
            Typist typist = typists.get(sent.source());
            if (typist != null) {
                typist.input().accept(sent.input());
            }
        }
        if (!before.focus().equals(seat.focus()) || before.lock() != seat.lock()) {
            switches.switched(caller, before, seat);
        }
    }
}
