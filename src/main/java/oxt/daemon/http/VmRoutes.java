package oxt.daemon.http;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import oxt.api.CallerRole;
import oxt.api.ExplainRow;
import oxt.api.TaskReply;
import oxt.api.VmDocument;
import oxt.api.VmList;
import oxt.api.VmReply;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.work.Defined;
import oxt.daemon.work.Explaining;
import oxt.daemon.work.Request;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Plan;
import oxt.plan.Refusal;
import oxt.plan.RefusalText;

/** What can be asked of VMs: what there is, and every change. */
final class VmRoutes {
    private static final String ONE = "/v1/vms/{name}";

    /** An orderly stop's, where nobody says another. */
    private static final Duration STOP = Duration.ofSeconds(60);

    /** For a guest to let go of a disk or NIC: one that does so takes less than a second. */
    private static final Duration UNPLUG = Duration.ofSeconds(30);

    private final Desk desk;
    private final VmReplies replies;
    private final Follow follow;

    VmRoutes(Desk desk) {
        this.desk = desk;
        this.replies = new VmReplies(desk);
        this.follow = new Follow(desk.shop().board());
    }

    List<Route> all() {
        return List.of(
                read("/v1/vms", "Every VM, and what else runs here.", VmList.SHAPE, this::list),
                read(ONE, "One VM in full.", VmReply.SHAPE, this::show),
                read(ONE + "/explain", "What the running VM has.", ExplainRow.LIST, this::explain),
                new Route(
                        Method.POST,
                        "/v1/vms",
                        "Create a VM.",
                        List.of(Query.PLAN, Query.WAIT),
                        new Body.Document(VmDocument.SHAPE),
                        new Reply.Document(TaskReply.SHAPE),
                        this::create),
                new Route(
                        Method.PUT,
                        ONE,
                        "Give a VM another document.",
                        List.of(Query.GENERATION, Query.PATIENCE, Query.PLAN, Query.WAIT),
                        new Body.Document(VmDocument.SHAPE),
                        new Reply.Document(TaskReply.SHAPE),
                        this::change),
                new Route(
                        Method.DELETE,
                        ONE,
                        "Remove a VM that is off, and its disks.",
                        List.of(Query.GENERATION, Query.PLAN, Query.WAIT),
                        new Body.None(),
                        new Reply.Document(TaskReply.SHAPE),
                        call -> ask(call, new Request.Remove(call.basis()))),
                power(
                        "start",
                        "Start a VM, after the driver domains it needs; one that is saved goes on.",
                        _ -> new Request.Start()),
                stopping(
                        "stop",
                        "Ask the guest to shut down.",
                        call -> new Request.Stop(call.patience(STOP))),
                power("kill", "End a VM at once.", _ -> new Request.Kill()),
                stopping(
                        "reboot",
                        "An orderly stop, then a start.",
                        call -> new Request.Reboot(call.patience(STOP))),
                power("reset", "Pull the reset line.", _ -> new Request.Reset()),
                power("pause", "Hold the processors.", _ -> new Request.Pause()),
                power("resume", "Let the processors run again.", _ -> new Request.Resume()),
                power(
                        "save",
                        "Write a VM's memory to disk and end its machine; a start goes on from"
                                + " there.",
                        _ -> new Request.Save()),
                power("discard", "Drop what was saved of a VM.", _ -> new Request.Discard()));
    }

    private static Route read(
            String path, String summary, oxt.api.Shape<?> shape, Route.Answering answering) {
        return new Route(
                Method.GET,
                path,
                summary,
                List.of(),
                new Body.None(),
                new Reply.Document(shape),
                answering);
    }

    private Route power(String word, String summary, Function<Call, Request> request) {
        return power(word, summary, List.of(Query.PLAN, Query.WAIT), request);
    }

    private Route stopping(String word, String summary, Function<Call, Request> request) {
        return power(word, summary, List.of(Query.PATIENCE, Query.PLAN, Query.WAIT), request);
    }

    private Route power(
            String word, String summary, List<Query> query, Function<Call, Request> request) {
        return new Route(
                        Method.POST,
                        ONE + "/" + word,
                        summary,
                        query,
                        new Body.None(),
                        new Reply.Document(TaskReply.SHAPE),
                        call -> ask(call, request.apply(call)))
                .forRole(CallerRole.OPERATE);
    }

    private Answer list(Call call) {
        return Answer.ok(
                VmList.SHAPE.write(
                        new VmList(
                                desk.shop().board().all().stream().map(replies::summary).toList(),
                                desk.shop().board().strangers())));
    }

    private Answer show(Call call) {
        return Answer.ok(VmReply.SHAPE.write(replies.whole(defined(call))));
    }

    private Answer explain(Call call) {
        Explaining explaining = new Explaining(desk.shop());
        return Answer.ok(
                ExplainRow.LIST.write(
                        explaining.of(defined(call)).stream().map(ExplainRow::of).toList()));
    }

    private Answer create(Call call) throws InterruptedException {
        Vm vm = VmDocument.read(call.document(), new VmId(UUID.randomUUID())).orThrow();
        Request request = new Request.Create(vm);
        if (call.wantsPlanOnly()) {
            desk.workers().requireFree(vm.name());
            return planned(vm.name().text(), request, desk.preview().of(vm.id(), request));
        }
        return follow.answer(call, desk.workers().create(vm, call.caller()));
    }

    private Answer change(Call call) throws InterruptedException {
        Defined defined = defined(call);
        Vm wanted = VmDocument.read(call.document(), defined.id()).orThrow();
        return ask(call, new Request.Change(wanted, call.basis(), call.patience(UNPLUG)));
    }

    /** What every change of a VM answers: its plan, or its task. */
    Answer ask(Call call, Request request) throws InterruptedException {
        Defined defined = defined(call);
        if (defined.id().isPassing()) {
            return askDisposable(call, defined, request);
        }
        if (call.wantsPlanOnly()) {
            return planned(
                    defined.name().text(), request, desk.preview().of(defined.id(), request));
        }
        return follow.answer(call, desk.workers().ask(defined.name(), request, call.caller()));
    }

    /** It has no worker: whoever runs its command ends it, or is told that somebody else did. */
    private Answer askDisposable(Call call, Defined disposable, Request request)
            throws InterruptedException {
        if (!(request instanceof Request.Kill)) {
            throw new ProblemException(RefusalText.of(new Refusal.IsDisposable(disposable.name())));
        }
        return call.wantsPlanOnly()
                ? planned(disposable.name().text(), request, desk.disposables().killing(disposable))
                : follow.answer(call, desk.disposables().kill(disposable, call.caller()));
    }

    private Defined defined(Call call) {
        return desk.shop().board().require(call.vm());
    }

    private Answer planned(String object, Request request, Plan plan) {
        return Answer.ok(
                TaskReply.SHAPE.write(
                        TaskReplies.planned(object, request, plan, desk.shop().board())));
    }
}
