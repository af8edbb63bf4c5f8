package oxt.daemon.http;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import oxt.api.CallerRole;
import oxt.api.CommandDocument;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.work.Defined;
import oxt.daemon.work.Disposables;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.Piece;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;
import oxt.plan.Run;
import oxt.store.Caller;

/** Commands in guests. */
final class CommandRoutes {
    /** Longer than a guest takes to boot under emulation. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Less than a client waits for any answer. */
    private static final Duration INPUT_PATIENCE = Duration.ofSeconds(10);

    static final String FRAMES = "application/vnd.oxt.frames";

    private final Desk desk;
    private final Limits limits;
    private final CommandRuns runs = new CommandRuns();
    private final Semaphore free;

    CommandRoutes(Desk desk, Limits limits) {
        this.desk = desk;
        this.limits = limits;
        this.free = new Semaphore(limits.commands());
    }

    List<Route> all() {
        return List.of(
                new Route(
                                Method.POST,
                                "/v1/vms/{name}/run",
                                "Run a command in a guest, by its agent. The reply comes in parts, each"
                                        + " behind a line with its kind and length: id, out, err, and"
                                        + " status or problem at the end. The command ends when the"
                                        + " client goes away.",
                                List.of(Query.PATIENCE),
                                new Body.Document(CommandDocument.SHAPE),
                                new Reply.Raw(FRAMES),
                                this::run)
                        .forRole(CallerRole.OPERATE),
                new Route(
                                Method.POST,
                                "/v1/vms/{name}/run-disposable",
                                "Run a command in a VM made for it, a copy of this one's guest as it is"
                                        + " when it has booted; both end together. The reply is that of"
                                        + " run, with notes for people while the first is made.",
                                List.of(),
                                new Body.Document(CommandDocument.SHAPE),
                                new Reply.Raw(FRAMES),
                                this::runDisposable)
                        .forRole(CallerRole.OPERATE),
                new Route(
                                Method.POST,
                                "/v1/runs/{id}/input",
                                "Standard input for a command, 32 KiB at most; waits until there is room.",
                                List.of(Query.END),
                                new Body.Raw(),
                                new Reply.Nothing(),
                                this::input)
                        .forRole(CallerRole.OPERATE));
    }

    private Answer run(Call call) throws InterruptedException {
        CommandDocument wanted = CommandDocument.SHAPE.read(call.document()).orThrow();
        Defined vm = running(call);
        begin();
        try {
            Agent.Command command = begin(vm, wanted, call.patience(PATIENCE));
            desk.shop().chronicle().ran(call.caller(), vm.name(), wanted.words());
            return new Answer.Stream(
                    FRAMES,
                    (out, hangup) -> {
                        try {
                            runs.tell(command, out, hangup);
                        } finally {
                            free.release();
                        }
                    });
        } catch (EngineException e) {
            free.release();
            throw new ProblemException(e.problem(), e);
        } catch (RuntimeException | InterruptedException e) {
            free.release();
            throw e;
        }
    }

    private Answer runDisposable(Call call) {
        CommandDocument wanted = CommandDocument.SHAPE.read(call.document()).orThrow();
        Defined template = desk.shop().board().require(call.vm());
        if (template.id().isPassing()) {
            throw new ProblemException(RefusalText.of(new Refusal.IsDisposable(template.name())));
        }
        begin();
        desk.shop().chronicle().ran(call.caller(), template.name(), wanted.words());
        return new Answer.Stream(
                FRAMES,
                (out, hangup) -> {
                    try {
                        Agent.Command command =
                                desk.disposables()
                                        .run(
                                                template,
                                                wanted.words(),
                                                input(wanted),
                                                new Asking(call.caller(), out, hangup));
                        runs.tell(command, out, hangup);
                    } catch (EngineException e) {
                        CommandRuns.problems(out, List.of(e.problem()));
                    } catch (ProblemException e) {
                        CommandRuns.problems(out, e.problems());
                    } finally {
                        free.release();
                    }
                });
    }

    /** A client that waits for a disposable. */
    private record Asking(Caller caller, OutputStream out, Hangup hangup)
            implements Disposables.Asker {
        @Override
        public boolean isGone() {
            return hangup.isGone();
        }

        @Override
        public void note(String sentence) {
            CommandRuns.note(out, sentence);
        }
    }

    private void begin() {
        if (!free.tryAcquire()) {
            throw new ProblemException(
                    limits.over("commands", limits.commands(), "Too many commands run"));
        }
    }

    private static Agent.Input input(CommandDocument wanted) {
        return switch (wanted.input()) {
            case CLOSED -> Agent.Input.CLOSED;
            case OPEN -> Agent.Input.OPEN;
        };
    }

    private Agent.Command begin(Defined vm, CommandDocument wanted, Duration patience)
            throws EngineException, InterruptedException {
        Agent agent = desk.shop().engine().views().agent(vm.id());
        agent.require(patience);
        return agent.run(wanted.words(), input(wanted));
    }

    private Defined running(Call call) {
        Defined vm = desk.shop().board().require(call.vm());
        Run run = desk.shop().board().seen(vm.id()).observed().run();
        if (run instanceof Run.Running) {
            return vm;
        }
        throw new ProblemException(
                RefusalText.of(
                        run instanceof Run.Paused
                                ? new Refusal.IsPaused(vm.name())
                                : new Refusal.NotRunning(vm.name())));
    }

    private Answer input(Call call) throws InterruptedException {
        Agent.Command command = runs.require(call.task());
        byte[] bytes = call.body().unshared();
        if (bytes.length > Agent.Command.LARGEST_INPUT) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "input-too-large",
                            "Input comes in pieces of at most "
                                    + Agent.Command.LARGEST_INPUT
                                    + " bytes; here are "
                                    + bytes.length
                                    + ".",
                            "Send it in more pieces."));
        }
        try {
            command.input(new Piece(bytes), INPUT_PATIENCE);
            if (call.isEnd()) {
                command.endInput();
            }
            return Answer.nothing();
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }
}
