package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.PciDevice;
import oxt.model.Problem;
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
    private static final Key<Uplink, Uplink.User> BY_HOST =
            Key.optional(
                    "user",
                    OPTIONS,
                    "another uplink",
                    "The uplink as a process of the host.",
                    uplink ->
                            uplink instanceof Uplink.User user
                                    ? Optional.of(user)
                                    : Optional.empty());
    private static final Key<Uplink, PciDevice> BY_CARD =
            Key.optional(
                    "pci",
                    PciDocument.SHAPE,
                    "another uplink",
                    "The network card of the host that the driver domain has for its own.",
                    uplink ->
                            uplink instanceof Uplink.Pci(var device)
                                    ? Optional.of(device)
                                    : Optional.empty());
    private static final RecordShape<Uplink> WITH_OPTIONS =
            RecordShape.of(
                            "uplink",
                            "An uplink with options.",
                            List.of(BY_HOST, BY_CARD),
                            UplinkDocument::uplink)
                    .check(List.of(), UplinkDocument::oneKind);

    static final Shape<Uplink> SHAPE =
            new EitherShape<>(
                    Scalars.choice(
                            List.of(NONE, USER), uplink -> uplink.equals(NONE) ? "none" : "user"),
                    WITH_OPTIONS,
                    "{pci: \"0000:00:03.0\"} or {user: {host: allowed}}",
                    uplink ->
                            uplink.equals(USER) || uplink.equals(NONE)
                                    ? Node.text(uplink.equals(NONE) ? "none" : "user")
                                    : WITH_OPTIONS.write(uplink));

    private UplinkDocument() {}

    private static Uplink uplink(Fields<Uplink> fields) {
        return fields.find(BY_CARD)
                .<Uplink>map(Uplink.Pci::new)
                .or(() -> fields.find(BY_HOST))
                .orElse(NONE);
    }

    private static void oneKind(Fields<Uplink> fields) {
        if (fields.has(BY_HOST) == fields.has(BY_CARD)) {
            fields.refuse(
                    new Problem.Invalid(
                            "uplink-not-one",
                            fields.has(BY_HOST)
                                    ? "The uplink is a process of the host and a card at once."
                                    : "The uplink is neither user nor pci.",
                            "Write one of user and pci, or uplink: none.",
                            fields.place(BY_CARD)));
        }
    }
}
