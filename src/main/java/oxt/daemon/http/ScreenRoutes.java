package oxt.daemon.http;

import java.nio.channels.ByteChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import oxt.api.CallerRole;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.seat.ScreenTalk;
import oxt.daemon.seat.Stills;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;

/** The screens of running VMs, for viewers. */
final class ScreenRoutes {
    private final Desk desk;
    private final Limits limits;
    private final Semaphore screens;
    private final Stills stills = Stills.begin();

    ScreenRoutes(Desk desk, Limits limits) {
        this.desk = desk;
        this.limits = limits;
        this.screens = new Semaphore(limits.screens());
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        "/v1/vms/{name}/display",
                        "The screen on a WebSocket, in the protocol of remote frame buffers (RFC"
                                + " 6143). What is typed and clicked goes to the VM while it has"
                                + " the seat's focus, of whoever may operate it.",
                        List.of(),
                        new Body.None(),
                        new Reply.Talk(),
                        this::display));
    }

    private Answer display(Call call) throws InterruptedException {
        VmId vm = desk.shop().board().require(call.vm()).id();
        if (desk.shop().board().seen(vm).observed().isWithoutMachine()) {
            throw new ProblemException(RefusalText.of(new Refusal.NotRunning(call.vm())));
        }
        if (!screens.tryAcquire()) {
            throw new ProblemException(
                    limits.over("screens", limits.screens(), "Too many screens are looked at"));
        }
        try {
            Views views = desk.shop().engine().views();
            ByteChannel screen = views.screen(vm);
            return new Answer.Talk(
                    new ScreenSocket(
                            new ScreenTalk.Looked(
                                    call.caller(),
                                    vm,
                                    call.vm(),
                                    call.role().includes(CallerRole.OPERATE)
                                            ? ScreenTalk.Hands.FREE
                                            : ScreenTalk.Hands.TIED),
                            new ScreenTalk.Screen(screen, () -> views.still(vm), stills),
                            desk.seat(),
                            screens::release));
        } catch (EngineException e) {
            screens.release();
            throw new ProblemException(e.problem(), e);
        } catch (RuntimeException e) {
            screens.release();
            throw e;
        }
    }
}
