package oxt.daemon.seat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.daemon.work.Board;
import oxt.daemon.work.Defined;
import oxt.model.Display;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.seat.SeatSlot;

/** Which VMs are at the seat, and what a person knows each by. */
public record SeatedVms(Board board) {

    /** One of them. */
    public record Seated(Vm vm, Optional<SeatSlot> slot, String colour) {}

    /** Those with a screen: driver domains behind those that people work in. */
    public List<Seated> all() {
        List<Defined> defined = new ArrayList<>(board.all());
        defined.removeIf(each -> each.vm().display() == Display.OFF);
        // The oldest first: a new VM changes nobody's number.
        defined.sort(
                Comparator.comparingInt((Defined each) -> each.vm().role() == Role.USER ? 0 : 1)
                        .thenComparingInt(Defined::number));
        List<Seated> seated = new ArrayList<>();
        for (Defined each : defined) {
            Vm vm = each.vm();
            int number = seated.size() + 1;
            Optional<SeatSlot> slot =
                    number <= SeatSlot.MOST ? Optional.of(new SeatSlot(number)) : Optional.empty();
            seated.add(new Seated(vm, slot, Palette.colour(number)));
        }
        return seated;
    }

    /** Those that can be chosen now: they have a machine. */
    public Map<SeatSlot, VmId> running() {
        Map<SeatSlot, VmId> running = new HashMap<>();
        for (Seated each : all()) {
            if (!board.seen(each.vm().id()).observed().isWithoutMachine()) {
                each.slot().ifPresent(slot -> running.put(slot, each.vm().id()));
            }
        }
        return running;
    }
}
