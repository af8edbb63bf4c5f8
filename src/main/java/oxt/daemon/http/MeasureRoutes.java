package oxt.daemon.http;

import java.util.List;
import oxt.api.CallerRole;
import oxt.api.MeasuredDocument;
import oxt.api.MeasurementReply;
import oxt.api.TaskReply;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.work.Defined;
import oxt.daemon.work.MeasureWork;
import oxt.daemon.work.Request;

/** What measured VMs begin from. */
final class MeasureRoutes {
    private static final String ONE = "/v1/vms/{name}";

    private final Desk desk;
    private final VmRoutes vms;
    private final MeasureWork work;
    private final Follow follow;

    MeasureRoutes(Desk desk, VmRoutes vms) {
        this.desk = desk;
        this.vms = vms;
        this.work = new MeasureWork(desk.shop());
        this.follow = new Follow(desk.shop().board());
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        ONE + "/measurement",
                        "What a VM would begin from now, and what of it was accepted; files that"
                                + " were not read yet are read.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(MeasurementReply.SHAPE),
                        call -> Answer.ok(MeasurementReply.SHAPE.write(work.now(defined(call))))),
                new Route(
                                Method.POST,
                                ONE + "/measure",
                                "Read what a VM would begin from, as a task that shows how far it is.",
                                List.of(Query.WAIT),
                                new Body.None(),
                                new Reply.Document(TaskReply.SHAPE),
                                call ->
                                        follow.answer(
                                                call, work.begin(defined(call), call.caller())))
                        .forRole(CallerRole.OPERATE),
                new Route(
                        Method.POST,
                        ONE + "/accept",
                        "Let a VM begin from these files only; refused where they are not what"
                                + " there is.",
                        List.of(Query.PLAN, Query.WAIT),
                        new Body.Document(MeasuredDocument.SHAPE),
                        new Reply.Document(TaskReply.SHAPE),
                        this::accept));
    }

    private Answer accept(Call call) throws InterruptedException {
        return vms.ask(
                call, new Request.Accept(MeasuredDocument.SHAPE.read(call.document()).orThrow()));
    }

    private Defined defined(Call call) {
        return desk.shop().board().require(call.vm());
    }
}
