package oxt.seat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.model.VmId;

/**
 * What a person sits at, as it is between two events.
 *
 * @param lockAfter so long without input; never where it is empty
 * @param lastInput when somebody last did something
 */
public record Seat(
        Focus focus,
        Lock lock,
        Chords chords,
        Optional<Duration> lockAfter,
        Map<SeatSlot, VmId> slots,
        Map<SourceId, Source> sources,
        Instant lastInput) {

    public enum Lock {
        OPEN,
        /** The console has the focus and keeps it. */
        LOCKED
    }

    /** Input that goes on to the VM that its source shows. */
    public record Sent(SourceId source, Input input) {}

    /** The seat after an event, and what the event sends. */
    public record Next(Seat seat, List<Sent> sent) {
        public Next {
            sent = List.copyOf(sent);
        }
    }

    public Seat {
        slots = Map.copyOf(slots);
        sources = Map.copyOf(sources);
    }

    public static Seat begin(Instant now) {
        return new Seat(
                new Focus.Console(),
                Lock.OPEN,
                Chords.DEFAULT,
                Optional.empty(),
                Map.of(),
                Map.of(),
                now);
    }

    /** Whether a key that goes down there now may end a chord. */
    public boolean mayBeChord(SourceId source) {
        return sources.containsKey(source) && !sources.get(source).held().isEmpty();
    }

    public Next after(SeatEvent event) {
        return switch (event) {
            case SeatEvent.Came(var source, var vm) -> still(with(source, Source.begin(vm)));
            case SeatEvent.Gone(var source) -> gone(source);
            case SeatEvent.Done(var source, var input, var at) -> done(source, input, at);
            case SeatEvent.Focused(var wanted, var at) -> at(at).to(wanted);
            case SeatEvent.Locked() -> locked();
            case SeatEvent.Unlocked(var at) -> still(at(at).lock(Lock.OPEN));
            case SeatEvent.Ended(var vm) -> focus.isOn(vm) ? to(new Focus.Console()) : still(this);
            case SeatEvent.Slotted(var others) -> still(slots(others));
            case SeatEvent.Arranged(var others, var after) -> still(arranged(others, after));
            case SeatEvent.Passed(var now) -> isIdle(now) ? locked() : still(this);
        };
    }

    private Next gone(SourceId id) {
        Source source = sources.get(id);
        if (source == null) {
            return still(this);
        }
        Map<SourceId, Source> others = new HashMap<>(sources);
        others.remove(id);
        return new Next(sources(others), sent(id, source.releases()));
    }

    private Next done(SourceId id, Input input, Instant at) {
        Source source = sources.get(id);
        if (source == null) {
            return still(this);
        }
        boolean goesOn = focus.isOn(source.vm());
        return switch (input) {
            case Input.Keystroke stroke when stroke.motion() == Input.Motion.DOWN ->
                    at(at).down(id, source, stroke);
            case Input.Keystroke stroke -> at(at).up(id, source, stroke);
            case Input.Pointer pointer when goesOn ->
                    new Next(at(at).with(id, source.told(pointer)), sent(id, List.of(input)));
            case Input.Resize _ when goesOn -> new Next(this, sent(id, List.of(input)));
            case Input.Pointer _, Input.Resize _ -> still(this);
        };
    }

    private Next down(SourceId id, Source source, Input.Keystroke stroke) {
        Key key = stroke.key();
        if (!source.takesMore(key)) {
            return still(this);
        }
        boolean wasDown = source.held().contains(key);
        Source now = source.down(key);
        Optional<Chords.Wish> wish = chords.wish(key, now.held());
        if (wish.isPresent()) {
            return with(id, now).granted(wish.get());
        }
        // A key that went down for somebody else repeats: it is not for this VM.
        boolean isFor = !wasDown || now.with().containsKey(key);
        return focus.isOn(now.vm()) && isFor
                ? new Next(with(id, now.told(stroke)), sent(id, List.of(stroke)))
                : still(with(id, now));
    }

    private Next up(SourceId id, Source source, Input.Keystroke stroke) {
        Key key = stroke.key();
        // By a symbol it may come up as another than it went down, as Shift came up before.
        boolean isFor = source.with().containsKey(key) || !source.held().contains(key);
        Seat now = with(id, source.up(key));
        return focus.isOn(source.vm()) && isFor
                ? new Next(now, sent(id, List.of(stroke)))
                : still(now);
    }

    private Next granted(Chords.Wish wish) {
        return switch (wish) {
            case Chords.Wish.ToConsole() -> to(new Focus.Console());
            case Chords.Wish.ToSlot(var slot) ->
                    slots.containsKey(slot) ? to(new Focus.OnVm(slots.get(slot))) : still(this);
        };
    }

    private Next locked() {
        Next next = to(new Focus.Console());
        return new Next(next.seat().lock(Lock.LOCKED), next.sent());
    }

    /** Whoever loses the focus is told that nothing is down any more, before anything else. */
    private Next to(Focus wanted) {
        if (wanted.equals(focus) || (lock == Lock.LOCKED && wanted instanceof Focus.OnVm)) {
            return still(this);
        }
        List<Sent> sent = new ArrayList<>();
        Map<SourceId, Source> now = new HashMap<>();
        sources.forEach(
                (id, source) -> {
                    sent.addAll(sent(id, source.releases()));
                    now.put(id, source.released());
                });
        return new Next(new Seat(wanted, lock, chords, lockAfter, slots, now, lastInput), sent);
    }

    private boolean isIdle(Instant now) {
        return lock == Lock.OPEN
                && lockAfter.isPresent()
                && Duration.between(lastInput, now).compareTo(lockAfter.get()) >= 0;
    }

    private static List<Sent> sent(SourceId source, List<? extends Input> inputs) {
        List<Sent> sent = new ArrayList<>();
        inputs.forEach(input -> sent.add(new Sent(source, input)));
        return sent;
    }

    private static Next still(Seat seat) {
        return new Next(seat, List.of());
    }

    private Seat with(SourceId id, Source source) {
        Map<SourceId, Source> now = new HashMap<>(sources);
        now.put(id, source);
        return sources(now);
    }

    private Seat sources(Map<SourceId, Source> now) {
        return new Seat(focus, lock, chords, lockAfter, slots, now, lastInput);
    }

    private Seat slots(Map<SeatSlot, VmId> now) {
        return new Seat(focus, lock, chords, lockAfter, now, sources, lastInput);
    }

    private Seat lock(Lock now) {
        return new Seat(focus, now, chords, lockAfter, slots, sources, lastInput);
    }

    private Seat arranged(Chords others, Optional<Duration> after) {
        return new Seat(focus, lock, others, after, slots, sources, lastInput);
    }

    private Seat at(Instant now) {
        return new Seat(focus, lock, chords, lockAfter, slots, sources, now);
    }
}
