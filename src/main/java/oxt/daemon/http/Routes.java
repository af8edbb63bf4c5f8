package oxt.daemon.http;

import java.util.ArrayList;
import java.util.List;
import oxt.api.Finding;
import oxt.api.HostReply;
import oxt.api.LaunchLogReply;
import oxt.api.LaunchStatusReply;
import oxt.api.Node;
import oxt.api.PciReply;
import oxt.api.PolicyDocument;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Reply;

/** All that can be asked of the API. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();
    private final Node openApi;

    public Routes(Desk desk, Limits limits) {
        routes.addAll(host(desk));
        VmRoutes vms = new VmRoutes(desk);
        routes.addAll(vms.all());
        routes.addAll(new SnapshotRoutes(desk, vms).all());
        routes.addAll(new MeasureRoutes(desk, vms).all());
        routes.addAll(new ViewRoutes(desk, limits).all());
        routes.addAll(new ScreenRoutes(desk, limits).all());
        routes.addAll(new SeatRoutes(desk).all());
        routes.addAll(new CommandRoutes(desk, limits).all());
        routes.addAll(new SecretRoutes(desk).all());
        routes.addAll(new EvidenceRoutes(desk).all());
        routes.addAll(new TaskRoutes(desk).all());
        routes.addAll(new ImageRoutes(desk).all());
        routes.addAll(new VmFileRoutes(desk).all());
        routes.addAll(new RecordRoutes(desk, limits).all());
        routes.add(
                new Route(
                        Method.GET,
                        "/v1/openapi.json",
                        "This description.",
                        List.of(),
                        new Body.None(),
                        new Reply.OtherDocument("An OpenAPI 3.1 document."),
                        _ -> Answer.ok(openApi())));
        openApi = OpenApi.of(routes);
    }

    List<Route> all() {
        return List.copyOf(routes);
    }

    public Node openApi() {
        return openApi;
    }

    private static List<Route> host(Desk desk) {
        return List.of(
                new Route(
                        Method.GET,
                        "/v1/host",
                        "This machine and what its engine can do.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(HostReply.SHAPE),
                        _ -> Answer.ok(HostReply.SHAPE.write(desk.report().host()))),
                new Route(
                        Method.GET,
                        "/v1/host/pci",
                        "This machine's PCI functions, and what the host needs them for.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(PciReply.LIST),
                        _ -> Answer.ok(PciReply.LIST.write(desk.report().pci()))),
                new Route(
                        Method.GET,
                        "/v1/launch/log",
                        "What was measured into the TPM while this machine booted, and whether the"
                                + " log leads to the TPM's registers.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(LaunchLogReply.SHAPE),
                        _ -> Answer.ok(LaunchLogReply.SHAPE.write(desk.report().launchLog()))),
                new Route(
                        Method.GET,
                        "/v1/launch/policy",
                        "The policy that allows the boot of this machine, and nothing else.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(PolicyDocument.SHAPE),
                        _ -> Answer.ok(PolicyDocument.SHAPE.write(desk.report().launchPolicy()))),
                new Route(
                        Method.GET,
                        "/v1/launch/status",
                        "What measured this machine's boot, and what that proves.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(LaunchStatusReply.SHAPE),
                        _ ->
                                Answer.ok(
                                        LaunchStatusReply.SHAPE.write(
                                                desk.report().launchStatus()))),
                new Route(
                        Method.GET,
                        "/v1/doctor",
                        "What this machine lacks, and what gets it.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(Finding.LIST),
                        _ -> Answer.ok(Finding.LIST.write(desk.report().findings()))));
    }
}
