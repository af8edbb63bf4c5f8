package oxt.api;

import java.util.List;
import oxt.model.Uplink;
import oxt.model.Uplink.HostAccess;

/** The {@code uplink} of a VM document. */
final class UplinkDocument {
    private static final Uplink NONE = new Uplink.None();
    private static final Uplink USER = new Uplink.User(HostAccess.REFUSED);

    private static final Key<Uplink.User, HostAccess> HOST =
            Key.standard(
                    "host",
                    Scalars.choice(HostAccess.values()),
                    HostAccess.REFUSED,
                    "Whether the VMs behind this uplink may reach the host's own services.",
                    Uplink.User::host);
    private static final RecordShape<Uplink.User> OPTIONS =
            RecordShape.of(
                    "user uplink",
                    "Connections leave as the VM process's own.",
                    List.of(HOST),
                    fields -> new Uplink.User(fields.of(HOST)));
    private static final Key<Uplink.User, Uplink.User> KIND =
            Key.required("user", OPTIONS, "The uplink as a process of the host.", user -> user);
    private static final RecordShape<Uplink.User> WITH_OPTIONS =
            RecordShape.of(
                    "uplink", "An uplink with options.", List.of(KIND), fields -> fields.of(KIND));

    static final Shape<Uplink> SHAPE =
            new EitherShape<>(
                    Scalars.choice(
                            List.of(NONE, USER), uplink -> uplink.equals(NONE) ? "none" : "user"),
                    new MappedShape<>(WITH_OPTIONS, user -> user, UplinkDocument::user),
                    "{user: {host: allowed}}",
                    uplink ->
                            uplink.equals(USER) || uplink.equals(NONE)
                                    ? Node.text(uplink.equals(NONE) ? "none" : "user")
                                    : WITH_OPTIONS.write(user(uplink)));

    private UplinkDocument() {}

    private static Uplink.User user(Uplink uplink) {
        return switch (uplink) {
            case Uplink.User user -> user;
            case Uplink.None none -> throw new IllegalArgumentException(none + " is no uplink");
        };
    }
}
