package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.Firewall;
import oxt.model.MacAddress;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.VmName;

/** One of the {@code nics} of a VM document. */
final class NicDocument {
    static final ScalarShape<MacAddress> MAC_ADDRESS =
            Scalars.pattern(
                    "an Ethernet address such as 02:9c:11:d0:4e:77, in lower case",
                    MacAddress.PATTERN,
                    MacAddress::parse);

    private static final Key<NicDraft, NicName> NAME =
            Key.required(
                    "name",
                    Scalars.name("a NIC", NicName::new),
                    "The NIC's name within its VM.",
                    NicDraft::name);
    static final Key<NicDraft, VmName> BACKEND =
            Key.required(
                    "backend",
                    Scalars.name("a VM", VmName::new),
                    "The network driver domain, a VM of role network.",
                    NicDraft::backend);
    private static final Key<NicDraft, VmName> SPARE =
            Key.optional(
                    "spare",
                    Scalars.name("a VM", VmName::new),
                    "none",
                    "Another network driver domain, to which the link moves when the first one"
                            + " does not run. It stays there for as long as that one runs.",
                    NicDraft::spare);
    private static final Key<NicDraft, MacAddress> MAC =
            Key.optional(
                    "mac",
                    MAC_ADDRESS,
                    "derived from the VM's id and the NIC's name; stays the same",
                    "The Ethernet address that the guest sees.",
                    nic ->
                            switch (nic.mac()) {
                                case NicDraft.Mac.Derived _ -> Optional.empty();
                                case NicDraft.Mac.Given(var address) -> Optional.of(address);
                            });
    private static final Key<NicDraft, Firewall> FIREWALL =
            Key.standard(
                    "firewall",
                    FirewallDocument.SHAPE,
                    Firewall.DEFAULT,
                    "What the driver domain lets through from this NIC.",
                    NicDraft::firewall);

    static final RecordShape<NicDraft> SHAPE =
            RecordShape.of(
                            "NIC",
                            "A network card: one end of a private link to a driver domain.",
                            List.of(NAME, BACKEND, SPARE, MAC, FIREWALL),
                            fields ->
                                    new NicDraft(
                                            fields.of(NAME),
                                            fields.of(BACKEND),
                                            fields.find(SPARE),
                                            mac(fields),
                                            fields.of(FIREWALL)))
                    .check(List.of(MAC), NicDocument::oneReceiver)
                    .check(List.of(BACKEND, SPARE), NicDocument::spareIsAnother);

    private NicDocument() {}

    private static NicDraft.Mac mac(Fields<NicDraft> fields) {
        return fields.find(MAC)
                .<NicDraft.Mac>map(NicDraft.Mac.Given::new)
                .orElseGet(NicDraft.Mac.Derived::new);
    }

    private static void spareIsAnother(Fields<NicDraft> fields) {
        if (fields.find(SPARE).equals(fields.find(BACKEND))) {
            fields.refuse(
                    new Problem.Invalid(
                            "nic-own-spare",
                            "The NIC's spare is the driver domain that it has already.",
                            "Write the name of another VM of role network, or remove spare.",
                            fields.place(SPARE)));
        }
    }

    private static void oneReceiver(Fields<NicDraft> fields) {
        fields.find(MAC)
                .filter(mac -> !mac.isUnicast())
                .ifPresent(
                        mac ->
                                fields.refuse(
                                        new Problem.Invalid(
                                                "mac-not-unicast",
                                                mac + " is the address of many cards, not of one.",
                                                "Write an address whose second digit is even, as"
                                                        + " 02:9c:11:d0:4e:77, or remove mac.",
                                                fields.place(MAC))));
    }
}
