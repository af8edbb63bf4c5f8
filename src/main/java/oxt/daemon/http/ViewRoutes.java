package oxt.daemon.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import oxt.api.CallerRole;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.Feature;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;

/** What can be seen of running VMs and typed into them. */
final class ViewRoutes {
    /** Between looks whether the client is still there. */
    private static final Duration READ_PATIENCE = Duration.ofMillis(500);

    private static final String BYTES = "application/octet-stream";

    private final Desk desk;
    private final Limits limits;
    private final Semaphore consoles;
    private final Pictures pictures = new Pictures(System::nanoTime);

    ViewRoutes(Desk desk, Limits limits) {
        this.desk = desk;
        this.limits = limits;
        this.consoles = new Semaphore(limits.consoles());
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        "/v1/vms/{name}/screenshot",
                        "The screen. The header " + FrontDoor.AGE + " says how old it is.",
                        List.of(Query.NO_OLDER),
                        new Body.None(),
                        new Reply.Raw("image/png"),
                        this::screenshot),
                read("log", "The latest of the serial console.", "text/plain", this::log),
                read("console", "The serial console from now on.", BYTES, this::console),
                new Route(
                                Method.POST,
                                "/v1/vms/{name}/console",
                                "Type into the serial console.",
                                List.of(),
                                new Body.Raw(),
                                new Reply.Nothing(),
                                this::type)
                        .forRole(CallerRole.OPERATE),
                new Route(
                                Method.POST,
                                "/v1/vms/{name}/console/size",
                                "Tell a guest, by its agent, how large the terminal at its serial console"
                                        + " is.",
                                List.of(Query.ROWS, Query.COLUMNS),
                                new Body.None(),
                                new Reply.Nothing(),
                                this::resize)
                        .forRole(CallerRole.OPERATE));
    }

    private static Route read(
            String word, String summary, String mediaType, Route.Answering answering) {
        return new Route(
                Method.GET,
                "/v1/vms/{name}/" + word,
                summary,
                List.of(),
                new Body.None(),
                new Reply.Raw(mediaType),
                answering);
    }

    private Answer screenshot(Call call) throws InterruptedException {
        VmId vm = machine(call);
        desk.shop()
                .ledger()
                .abilities()
                .refusal(call.vm(), Feature.General.SCREENSHOTS)
                .ifPresent(
                        refusal -> {
                            throw new ProblemException(RefusalText.of(refusal));
                        });
        return new Answer.Picture(pictures.of(vm, call.noOlderThan(), () -> taken(vm)));
    }

    private byte[] taken(VmId vm) throws InterruptedException {
        try {
            return views().screenshot(vm);
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private Answer log(Call call) {
        try {
            return Answer.raw("text/plain", views().consoleLog(vm(call)));
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private Answer type(Call call) {
        VmId vm = machine(call);
        try (Views.Console console = views().console(vm)) {
            console.write(call.body().unshared());
            return Answer.nothing();
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private Answer resize(Call call) throws InterruptedException {
        try {
            Agent agent = views().agent(machine(call));
            agent.require(Duration.ZERO);
            agent.resizeConsole(call.rows(), call.columns());
            return Answer.nothing();
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private Answer console(Call call) {
        VmId vm = machine(call);
        if (!consoles.tryAcquire()) {
            throw new ProblemException(
                    limits.over("consoles", limits.consoles(), "Too many consoles are open"));
        }
        try {
            Views.Console console = views().console(vm);
            return new Answer.Stream(
                    BYTES,
                    (out, hangup) -> {
                        try (console) {
                            out.flush();
                            Optional<byte[]> bytes = console.read(READ_PATIENCE);
                            while (bytes.isPresent() && !hangup.isGone()) {
                                if (bytes.get().length > 0) {
                                    out.write(bytes.get());
                                    out.flush();
                                }
                                bytes = console.read(READ_PATIENCE);
                            }
                        } finally {
                            consoles.release();
                        }
                    });
        } catch (EngineException e) {
            consoles.release();
            throw new ProblemException(e.problem(), e);
        } catch (RuntimeException e) {
            consoles.release();
            throw e;
        }
    }

    /** A VM that has one; the engine would refuse as well, but knows it by its id only. */
    private VmId machine(Call call) {
        VmId vm = vm(call);
        if (desk.shop().board().seen(vm).observed().isWithoutMachine()) {
            throw new ProblemException(RefusalText.of(new Refusal.NotRunning(call.vm())));
        }
        return vm;
    }

    private VmId vm(Call call) {
        return desk.shop().board().require(call.vm()).id();
    }

    private Views views() {
        return desk.shop().engine().views();
    }
}
