package oxt.api;

import java.util.List;
import oxt.model.PciAddress;
import oxt.model.PciDevice;

/** A PCI device of the host as a VM document has it: its address, or that and more. */
final class PciDocument {
    private static final ScalarShape<PciAddress> WORD =
            Scalars.pattern(
                    "a PCI address such as 0000:00:03.0, in lower case",
                    PciAddress.PATTERN,
                    PciAddress::parse);
    private static final Key<PciDevice, PciAddress> ADDRESS =
            Key.required("address", WORD, "Where the device is.", PciDevice::address);
    private static final Key<PciDevice, Boolean> PERMISSIVE =
            Key.standard(
                    "permissive",
                    Scalars.onOff(),
                    false,
                    "Whether the guest may write to all of the device's configuration space, which"
                            + " some drivers need and which trusts them more.",
                    PciDevice::permissive);
    private static final Key<PciDevice, PciDevice.HostNetwork> HOST_NETWORK =
            Key.standard(
                    "host-network",
                    Scalars.choice(PciDevice.HostNetwork.values()),
                    PciDevice.HostNetwork.KEPT,
                    "What becomes of the host's own network: a card is not taken that is the only"
                            + " one by which the host is reached, unless this is given-up.",
                    PciDevice::hostNetwork);
    private static final RecordShape<PciDevice> MORE =
            RecordShape.of(
                    "PCI device",
                    "A PCI device of the host that the VM has for its own while it runs.",
                    List.of(ADDRESS, PERMISSIVE, HOST_NETWORK),
                    fields ->
                            new PciDevice(
                                    fields.of(ADDRESS),
                                    fields.of(PERMISSIVE),
                                    fields.of(HOST_NETWORK)));

    static final Shape<PciDevice> SHAPE =
            new EitherShape<>(
                    address(),
                    MORE,
                    "{address: \"0000:00:03.0\", permissive: on}",
                    device -> device.isPlain() ? WORD.write(device.address()) : MORE.write(device));

    private PciDocument() {}

    private static ScalarShape<PciDevice> address() {
        return Scalars.pattern(
                WORD.words(),
                PciAddress.PATTERN,
                text -> PciAddress.parse(text).map(PciDevice::at));
    }
}
