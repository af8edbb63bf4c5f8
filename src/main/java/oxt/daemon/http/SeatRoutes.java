package oxt.daemon.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oxt.api.CallerRole;
import oxt.api.FocusDocument;
import oxt.api.SeatReply;
import oxt.api.SeatRow;
import oxt.api.VmState;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.seat.SeatedVms;
import oxt.model.Display;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;
import oxt.seat.Focus;
import oxt.seat.Seat;

/** Whom the host's keyboard and pointer belong to. */
final class SeatRoutes {
    private static final String PASSWORD = "/v1/seat/password";

    /** Of who sets a password and says nothing of it. */
    private static final Duration LOCK_AFTER = Duration.ofMinutes(10);

    private final Desk desk;

    SeatRoutes(Desk desk) {
        this.desk = desk;
    }

    List<Route> all() {
        return List.of(
                route(
                        Method.GET,
                        "",
                        "Whom this host's keyboard and pointer belong to.",
                        new Body.None(),
                        _ -> seat()),
                route(
                        Method.POST,
                        "/focus",
                        "Give the focus to a VM, or to the console.",
                        new Body.Document(FocusDocument.SHAPE),
                        this::focus),
                route(
                        Method.POST,
                        "/lock",
                        "Give the focus to the console until the seat is unlocked.",
                        new Body.None(),
                        this::lock),
                route(
                        Method.POST,
                        "/unlock",
                        "Let VMs have the focus again; the body is the seat's password, where there"
                                + " is one.",
                        new Body.Raw(),
                        this::unlock),
                new Route(
                        Method.PUT,
                        PASSWORD,
                        "Ask whoever unlocks the seat for a password, which is the body, and lock"
                                + " the seat when it is idle.",
                        List.of(Query.LOCK_AFTER),
                        new Body.Raw(),
                        new Reply.Document(SeatReply.SHAPE),
                        this::setPassword),
                new Route(
                        Method.DELETE,
                        PASSWORD,
                        "Ask nobody for a password who unlocks the seat, and lock it never by"
                                + " itself.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(SeatReply.SHAPE),
                        this::removePassword));
    }

    private static Route route(
            Method method, String word, String summary, Body body, Route.Answering answering) {
        return new Route(
                        method,
                        "/v1/seat" + word,
                        summary,
                        List.of(),
                        body,
                        new Reply.Document(SeatReply.SHAPE),
                        answering)
                .forRole(method == Method.GET ? CallerRole.VIEW : CallerRole.OPERATE);
    }

    private Answer focus(Call call) {
        Optional<VmName> wanted = FocusDocument.SHAPE.read(call.document()).orThrow().vm();
        if (wanted.isPresent() && desk.seat().now().lock() == Seat.Lock.LOCKED) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "seat-locked",
                            "The seat is locked: no VM gets the focus.",
                            "Unlock it first: oxt seat unlock"));
        }
        desk.seat()
                .focus(
                        call.caller(),
                        wanted.<Focus>map(name -> new Focus.OnVm(focusable(name)))
                                .orElseGet(Focus.Console::new));
        return seat();
    }

    private VmId focusable(VmName name) {
        Vm vm = desk.shop().board().require(name).vm();
        if (vm.display() == Display.OFF) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "vm-has-no-display",
                            "VM " + name + " has no display.",
                            "Write display: on in its document, and start it again."));
        }
        if (desk.shop().board().seen(vm.id()).observed().isWithoutMachine()) {
            throw new ProblemException(RefusalText.of(new Refusal.NotRunning(name)));
        }
        return vm.id();
    }

    private Answer lock(Call call) {
        desk.seat().lock(call.caller());
        return seat();
    }

    private Answer unlock(Call call) {
        try {
            desk.seatPassword().require(text(call));
        } catch (ProblemException refused) {
            desk.shop().chronicle().seat(call.caller(), "seat-unlock-refused", "");
            throw refused;
        }
        desk.seat().unlock(call.caller());
        return seat();
    }

    private Answer setPassword(Call call) {
        desk.seatPassword().set(text(call), call.lockAfter(LOCK_AFTER));
        return rearranged(call);
    }

    private Answer removePassword(Call call) {
        desk.seatPassword().remove();
        return rearranged(call);
    }

    private Answer rearranged(Call call) {
        desk.seat().lockAfter(desk.seatPassword().lockAfter());
        desk.shop().chronicle().seat(call.caller(), "seat-password", "");
        return seat();
    }

    private static String text(Call call) {
        return new String(call.body().unshared(), StandardCharsets.UTF_8);
    }

    private Answer seat() {
        Seat seat = desk.seat().now();
        Optional<VmName> vm =
                seat.focus() instanceof Focus.OnVm(var id)
                        ? desk.shop().board().find(id).map(found -> found.name())
                        : Optional.empty();
        return Answer.ok(
                SeatReply.SHAPE.write(
                        new SeatReply(
                                vm.isPresent() ? SeatReply.Focus.VM : SeatReply.Focus.CONSOLE,
                                vm,
                                switch (seat.lock()) {
                                    case OPEN -> SeatReply.Lock.OPEN;
                                    case LOCKED -> SeatReply.Lock.LOCKED;
                                },
                                desk.seatPassword().isSet()
                                        ? SeatReply.Unlock.PASSWORD
                                        : SeatReply.Unlock.FREE,
                                seat.chords().attention().toString(),
                                seat.chords().console().toString(),
                                seat.chords().slotWords(),
                                new SeatedVms(desk.shop().board())
                                        .all().stream().map(this::row).toList())));
    }

    private SeatRow row(SeatedVms.Seated seated) {
        Vm vm = seated.vm();
        return new SeatRow(
                vm.name(),
                seated.slot().map(slot -> slot.number()),
                seated.colour(),
                vm.name().text(),
                VmState.of(desk.shop().board().seen(vm.id()).observed().run()));
    }
}
