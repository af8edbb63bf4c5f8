package oxt.daemon.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import oxt.api.CallerRole;
import oxt.api.SnapshotRow;
import oxt.api.TaskReply;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.work.Request;
import oxt.plan.Held;

/** Snapshots of VMs. */
final class SnapshotRoutes {
    private static final String ALL = "/v1/vms/{name}/snapshots";
    private static final String ONE = ALL + "/{snapshot}";

    private final Desk desk;
    private final VmRoutes vms;

    SnapshotRoutes(Desk desk, VmRoutes vms) {
        this.desk = desk;
        this.vms = vms;
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        ALL,
                        "Every snapshot of a VM.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(SnapshotRow.LIST),
                        this::list),
                change(
                                Method.POST,
                                ONE,
                                "Take a snapshot of a VM, with its memory where it runs or is saved.",
                                List.of(Query.PLAN, Query.WAIT),
                                call -> new Request.TakeSnapshot(call.snapshot(), now()))
                        .forRole(CallerRole.OPERATE),
                change(
                        Method.POST,
                        ONE + "/revert",
                        "Make a VM again what it was at a snapshot.",
                        List.of(Query.IF_IT_RUNS, Query.PLAN, Query.WAIT),
                        call -> new Request.Revert(call.snapshot(), call.ifItRuns())),
                change(
                        Method.DELETE,
                        ONE,
                        "Remove a snapshot of a VM.",
                        List.of(Query.PLAN, Query.WAIT),
                        call -> new Request.RemoveSnapshot(call.snapshot())));
    }

    private Route change(
            Method method,
            String path,
            String summary,
            List<Query> query,
            Function<Call, Request> request) {
        return new Route(
                method,
                path,
                summary,
                query,
                new Body.None(),
                new Reply.Document(TaskReply.SHAPE),
                call -> vms.ask(call, request.apply(call)));
    }

    private Answer list(Call call) {
        var id = desk.shop().board().require(call.vm()).id();
        List<SnapshotRow> rows =
                desk.shop().board().seen(id).observed().held(Held.KeptSnapshot.class).stream()
                        .map(kept -> SnapshotRow.of(kept.snapshot()))
                        .sorted(
                                Comparator.comparing(SnapshotRow::taken)
                                        .thenComparing(SnapshotRow::name))
                        .toList();
        return Answer.ok(SnapshotRow.LIST.write(rows));
    }

    /** As exact as what is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
