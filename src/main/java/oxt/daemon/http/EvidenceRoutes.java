package oxt.daemon.http;

import java.util.List;
import oxt.api.AnswerDocument;
import oxt.api.CallerRole;
import oxt.api.ChallengeDocument;
import oxt.api.EvidenceDocument;
import oxt.api.KeysDocument;
import oxt.api.QuoteRequest;
import oxt.api.VmStatements;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Reply;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmName;

/** What this machine proves to others. */
final class EvidenceRoutes {
    private final Desk desk;

    EvidenceRoutes(Desk desk) {
        this.desk = desk;
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        "/v1/launch/keys",
                        "The keys of this machine's TPM, for whoever is to verify its evidence.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(KeysDocument.SHAPE),
                        _ -> Answer.ok(KeysDocument.SHAPE.write(desk.evidence().keys()))),
                new Route(
                                Method.POST,
                                "/v1/launch/quote",
                                "Evidence of this machine's boot, signed by its TPM, and of a VM"
                                        + " that runs here.",
                                List.of(),
                                new Body.Document(QuoteRequest.SHAPE),
                                new Reply.Document(EvidenceDocument.SHAPE),
                                this::quote)
                        .forRole(CallerRole.OPERATE),
                new Route(
                        Method.POST,
                        "/v1/launch/activate",
                        "The answer to a challenge, which shows that the TPM has both keys.",
                        List.of(),
                        new Body.Document(ChallengeDocument.SHAPE),
                        new Reply.Document(AnswerDocument.SHAPE),
                        this::activate));
    }

    private Answer quote(Call call) {
        QuoteRequest request = QuoteRequest.SHAPE.read(call.document()).orThrow();
        var statement =
                request.vm()
                        .map(this::running)
                        .map(vm -> VmStatements.of(vm, request.policyVersion()));
        return Answer.ok(
                EvidenceDocument.SHAPE.write(
                        desk.evidence().quote(request.nonce(), statement, request.files())));
    }

    private Vm running(VmName name) {
        var board = desk.shop().board();
        return board.seen(board.require(name).id())
                .observed()
                .run()
                .machine()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem.Conflict(
                                                "vm-not-running",
                                                "VM " + name + " does not run here.",
                                                "Start it: oxt vm start " + name)));
    }

    private Answer activate(Call call) {
        ChallengeDocument challenge = ChallengeDocument.SHAPE.read(call.document()).orThrow();
        return Answer.ok(
                AnswerDocument.SHAPE.write(desk.evidence().activate(challenge.credential())));
    }
}
