package oxt.daemon.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import oxt.api.CallerRole;
import oxt.api.RehearsalReply;
import oxt.api.SealReply;
import oxt.api.SealRow;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.work.LaunchSecrets;
import oxt.trust.Bytes;
import oxt.trust.Pcr;
import oxt.trust.rehearsal.Instead;
import oxt.trust.tpm.Secret;

/**
 * Secrets sealed to this machine's boot, which are the host's own. They cross as plain bytes, in
 * bodies only: no reader of documents sees them, whose problems could quote them.
 */
final class SecretRoutes {
    private static final String ALL = "/v1/launch/secrets";
    private static final String ONE = ALL + "/{name}";
    private static final String BYTES = "application/octet-stream";

    private final Desk desk;
    private final LaunchSecrets secrets;

    SecretRoutes(Desk desk) {
        this.desk = desk;
        this.secrets = desk.secrets();
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        ALL,
                        "What is sealed to this machine's boot.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(SealRow.LIST),
                        _ -> Answer.ok(SealRow.LIST.write(secrets.list()))),
                new Route(
                                Method.PUT,
                                ONE,
                                "Seal a secret to this boot; the body is the secret.",
                                List.of(Query.GENERATE, Query.REGISTERS),
                                new Body.Raw(),
                                new Reply.Document(SealReply.SHAPE),
                                this::seal)
                        .forRole(CallerRole.OWN),
                new Route(
                                Method.POST,
                                ONE + "/open",
                                "A sealed secret, where this boot is one that it was sealed to.",
                                List.of(),
                                new Body.None(),
                                new Reply.Raw(BYTES),
                                this::open)
                        .forRole(CallerRole.OWN),
                new Route(
                                Method.POST,
                                ONE + "/rehearse",
                                "Foretell what the next boot measures, by what is on the disk now, and seal"
                                        + " the secret to that boot besides this one.",
                                List.of(Query.PLAN, Query.INSTEAD),
                                new Body.None(),
                                new Reply.Document(RehearsalReply.SHAPE),
                                this::rehearse)
                        .forRole(CallerRole.OWN),
                new Route(
                                Method.POST,
                                ONE + "/confirm",
                                "What was foretold beside what came; the secret is sealed to this boot"
                                        + " alone.",
                                List.of(Query.PLAN),
                                new Body.None(),
                                new Reply.Document(RehearsalReply.SHAPE),
                                this::confirm)
                        .forRole(CallerRole.OWN),
                new Route(
                                Method.POST,
                                ONE + "/recover",
                                "A sealed secret, for its recovery key, which is the body.",
                                List.of(),
                                new Body.Raw(),
                                new Reply.Raw(BYTES),
                                this::recover)
                        .forRole(CallerRole.OWN),
                new Route(
                                Method.DELETE,
                                ONE,
                                "Forget a sealed secret, for good.",
                                List.of(),
                                new Body.None(),
                                new Reply.Nothing(),
                                this::remove)
                        .forRole(CallerRole.OWN));
    }

    private Answer seal(Call call) {
        Secret secret =
                call.generate().isPresent()
                        ? secrets.generated(call.generate().getAsInt())
                        : Secret.of(Bytes.of(call.body().unshared()));
        told(call, "seal");
        return Answer.ok(SealReply.SHAPE.write(secrets.seal(name(call), secret, registers(call))));
    }

    private static List<Pcr> registers(Call call) {
        String listed = call.query().getOrDefault(Query.REGISTERS, "");
        return listed.isEmpty()
                ? List.of()
                : Arrays.stream(listed.split(",")).map(Integer::valueOf).map(Pcr::new).toList();
    }

    private Answer open(Call call) {
        told(call, "unseal");
        return Answer.raw(BYTES, secrets.open(name(call)).bytes().toArray());
    }

    private Answer rehearse(Call call) {
        String[] instead = call.query().getOrDefault(Query.INSTEAD, "=").split("=", 2);
        LaunchSecrets.Doing doing = doing(call, "rehearse");
        return Answer.ok(
                RehearsalReply.SHAPE.write(
                        secrets.rehearse(name(call), new Instead(instead[0], instead[1]), doing)));
    }

    private Answer confirm(Call call) {
        LaunchSecrets.Doing doing = doing(call, "confirm-boot");
        return Answer.ok(RehearsalReply.SHAPE.write(secrets.confirm(name(call), doing)));
    }

    private LaunchSecrets.Doing doing(Call call, String what) {
        if (call.wantsPlanOnly()) {
            return LaunchSecrets.Doing.SHOW;
        }
        told(call, what);
        return LaunchSecrets.Doing.SEAL;
    }

    private Answer recover(Call call) {
        told(call, "recover");
        String key = Bytes.of(call.body().unshared()).text(StandardCharsets.UTF_8);
        return Answer.raw(BYTES, secrets.recover(name(call), key).bytes().toArray());
    }

    private Answer remove(Call call) {
        told(call, "forget-secret");
        secrets.remove(name(call));
        return Answer.nothing();
    }

    private void told(Call call, String what) {
        desk.shop().chronicle().told(call.caller(), what, name(call));
    }

    private static String name(Call call) {
        return call.secret();
    }
}
