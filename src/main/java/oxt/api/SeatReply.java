package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.VmName;

/**
 * Whom this host's keyboard and pointer belong to; answers {@code GET /v1/seat}.
 *
 * @param vm the one in focus, where it is one
 * @param unlock what whoever unlocks it has to know
 * @param attention the chord that always leads to the console
 * @param slots the modifiers that choose a VM together with its slot's number
 */
public record SeatReply(
        Focus focus,
        Optional<VmName> vm,
        Lock lock,
        Unlock unlock,
        String attention,
        String console,
        String slots,
        List<SeatRow> vms) {

    public SeatReply {
        vms = List.copyOf(vms);
    }

    /** What is typed into. */
    public enum Focus {
        CONSOLE,
        VM
    }

    /** While it is locked, the console keeps the focus. */
    public enum Lock {
        OPEN,
        LOCKED
    }

    /** What it takes to unlock it. */
    public enum Unlock {
        FREE,
        PASSWORD
    }

    private static final Key<SeatReply, Focus> FOCUS =
            Key.required(
                    "focus",
                    Scalars.choice(Focus.values()),
                    "console: no VM gets what is typed; or vm.",
                    SeatReply::focus);
    private static final Key<SeatReply, VmName> VM =
            Key.optional("vm", Replies.VM_NAME, "none", "The VM in focus.", SeatReply::vm);
    private static final Key<SeatReply, Lock> LOCK =
            Key.required(
                    "lock",
                    Scalars.choice(Lock.values()),
                    "While it is locked, the console keeps the focus.",
                    SeatReply::lock);
    private static final Key<SeatReply, Unlock> UNLOCK =
            Key.required(
                    "unlock",
                    Scalars.choice(Unlock.values()),
                    "Whether who unlocks it needs the seat's password: password, or free.",
                    SeatReply::unlock);
    private static final Key<SeatReply, String> ATTENTION =
            Replies.word(
                    "attention",
                    "The chord that always leads to the console, and that no guest sees.",
                    SeatReply::attention);
    private static final Key<SeatReply, String> CONSOLE =
            Replies.word("console", "Another chord that leads to the console.", SeatReply::console);
    private static final Key<SeatReply, String> SLOTS =
            Replies.word(
                    "slots",
                    "The keys that choose a VM together with its slot's number.",
                    SeatReply::slots);
    private static final Key<SeatReply, List<SeatRow>> VMS =
            Key.required(
                    "vms",
                    ListShape.of(SeatRow.SHAPE, Replies.MOST),
                    "Every VM with a screen, in the order of slots and then of names.",
                    SeatReply::vms);

    public static final RecordShape<SeatReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "seat",
                            "Whom this host's keyboard and pointer belong to.",
                            List.of(FOCUS, VM, LOCK, UNLOCK, ATTENTION, CONSOLE, SLOTS, VMS),
                            fields ->
                                    new SeatReply(
                                            fields.of(FOCUS),
                                            fields.find(VM),
                                            fields.of(LOCK),
                                            fields.of(UNLOCK),
                                            fields.of(ATTENTION),
                                            fields.of(CONSOLE),
                                            fields.of(SLOTS),
                                            fields.of(VMS))));
}
