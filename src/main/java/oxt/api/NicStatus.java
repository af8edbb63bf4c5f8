package oxt.api;

import java.util.List;
import oxt.model.MacAddress;
import oxt.model.NicName;
import oxt.model.VmName;

/**
 * A NIC as it is.
 *
 * @param address that its driver domain gives it
 * @param gateway the driver domain's own address on the link
 */
public record NicStatus(
        NicName name, VmName backend, MacAddress mac, String address, String gateway, Link link) {

    /** Whether there is somebody at the other end. */
    public enum Link {
        UP,
        DOWN
    }

    private static final Key<NicStatus, NicName> NAME =
            Key.required("name", Scalars.name("a NIC", NicName::new), "Its name.", NicStatus::name);
    private static final Key<NicStatus, VmName> BACKEND =
            Key.required(
                    "backend",
                    Replies.VM_NAME,
                    "The driver domain that serves it now: its backend or its spare.",
                    NicStatus::backend);
    private static final Key<NicStatus, MacAddress> MAC =
            Key.required("mac", NicDocument.MAC_ADDRESS, "Its Ethernet address.", NicStatus::mac);
    private static final Key<NicStatus, String> ADDRESS =
            Replies.word("address", "The IPv4 address that DHCP gives it.", NicStatus::address);
    private static final Key<NicStatus, String> GATEWAY =
            Replies.word("gateway", "The driver domain's address on the link.", NicStatus::gateway);
    private static final Key<NicStatus, Link> LINK =
            Key.required(
                    "link",
                    Scalars.choice(Link.values()),
                    "Whether its link to the driver domain is up.",
                    NicStatus::link);

    public static final RecordShape<NicStatus> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "NIC status",
                            "A NIC as it is.",
                            List.of(NAME, BACKEND, MAC, ADDRESS, GATEWAY, LINK),
                            fields ->
                                    new NicStatus(
                                            fields.of(NAME),
                                            fields.of(BACKEND),
                                            fields.of(MAC),
                                            fields.of(ADDRESS),
                                            fields.of(GATEWAY),
                                            fields.of(LINK))));
}
