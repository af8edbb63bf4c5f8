package oxt.host.pci;

import java.util.List;
import java.util.Optional;
import oxt.model.PciAddress;

/**
 * A PCI function of this machine.
 *
 * @param vendorAndDevice four hexadecimal digits each, as {@code 8086:10d3}
 * @param classCode base class, subclass and interface, 24 bits (PCI Code and ID Assignment)
 * @param driver of this kernel
 * @param iommuGroup by number; functions of one group can do the same to each other's memory
 * @param uses by the host, now
 */
public record PciFunction(
        PciAddress address,
        String vendorAndDevice,
        int classCode,
        Optional<String> driver,
        Optional<Integer> iommuGroup,
        Resetting resetting,
        List<HostUse> uses) {
    /** Drivers that hold a function for a VM. */
    private static final List<String> HOLDING = List.of("pciback", "xen-pciback", "vfio-pci");

    public PciFunction {
        uses = List.copyOf(uses);
    }

    /** Whether a VM has it, or the next one may. */
    public boolean isHeldForVms() {
        return driver.filter(HOLDING::contains).isPresent();
    }

    public boolean isBridge() {
        return classCode >> 16 == 0x06;
    }

    /** What it is, in two words. */
    public String kind() {
        return switch (classCode >> 8) {
            case 0x0106 -> "SATA controller";
            case 0x0107 -> "SAS controller";
            case 0x0108 -> "NVMe controller";
            case 0x0200 -> "Ethernet card";
            case 0x0280 -> "wireless card";
            case 0x0403 -> "audio device";
            case 0x0c03 -> "USB controller";
            case 0x0c05 -> "SMBus controller";
            default ->
                    switch (classCode >> 16) {
                        case 0x01 -> "storage controller";
                        case 0x02 -> "network card";
                        case 0x03 -> "display";
                        case 0x04 -> "multimedia device";
                        case 0x05 -> "memory controller";
                        case 0x06 -> "bridge";
                        case 0x07 -> "communication controller";
                        case 0x08 -> "system device";
                        case 0x09 -> "input device";
                        case 0x0c -> "serial bus controller";
                        case 0x0d -> "wireless controller";
                        case 0x10 -> "encryption controller";
                        case 0x12 -> "accelerator";
                        default -> "device";
                    };
        };
    }
}
