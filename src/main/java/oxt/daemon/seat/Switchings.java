package oxt.daemon.seat;

import oxt.daemon.work.Board;
import oxt.daemon.work.Chronicle;
import oxt.seat.Focus;
import oxt.seat.Seat;
import oxt.store.Caller;

/** Tells who moved the focus where, and who locked the seat. */
public record Switchings(Board board, Chronicle chronicle) implements HostSeat.Switches {

    @Override
    public void switched(Caller caller, Seat before, Seat now) {
        if (!before.focus().equals(now.focus())) {
            chronicle.seat(caller, "seat-focus", name(now.focus()));
        }
        if (before.lock() != now.lock()) {
            chronicle.seat(
                    caller,
                    switch (now.lock()) {
                        case LOCKED -> "seat-locked";
                        case OPEN -> "seat-unlocked";
                    },
                    "");
        }
    }

    private String name(Focus focus) {
        return switch (focus) {
            case Focus.Console() -> "";
            case Focus.OnVm(var vm) ->
                    board.find(vm).map(found -> found.name().text()).orElseGet(vm::toString);
        };
    }
}
