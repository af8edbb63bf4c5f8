package oxt.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A virtual machine as it is wanted: every setting has its value, defaults filled in.
 *
 * @param processors virtual processors, 1 to {@link #MOST_PROCESSORS}
 */
public record Vm(
        VmId id,
        VmName name,
        Role role,
        Template template,
        ByteSize memory,
        int processors,
        Boot boot,
        List<Disk> disks,
        List<Nic> nics,
        Display display,
        Autostart autostart,
        Uplink uplink,
        List<PciDevice> pci,
        XenSettings xen,
        Measured measured) {
    /** QEMU's q35 with the default APIC takes 255; more than 64 was never asked for. */
    public static final int MOST_PROCESSORS = 64;

    /** Below this no guest that we know boots. */
    public static final ByteSize LEAST_MEMORY = ByteSize.mebibytes(64);

    /** Slots on the bus that are left for devices of one kind. */
    public static final int MOST_DISKS = 16;

    public static final int MOST_NICS = 8;
    public static final int MOST_PCI = 16;

    /** One that starts with whatever is there. */
    public Vm(
            VmId id,
            VmName name,
            Role role,
            Template template,
            ByteSize memory,
            int processors,
            Boot boot,
            List<Disk> disks,
            List<Nic> nics,
            Display display,
            Autostart autostart,
            Uplink uplink,
            List<PciDevice> pci,
            XenSettings xen) {
        this(
                id,
                name,
                role,
                template,
                memory,
                processors,
                boot,
                disks,
                nics,
                display,
                autostart,
                uplink,
                pci,
                xen,
                new Measured.Not());
    }

    public Vm {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        pci = List.copyOf(pci);
        if (processors < 1 || processors > MOST_PROCESSORS) {
            throw new IllegalArgumentException("processors: " + processors);
        }
        if (disks.size() > MOST_DISKS || nics.size() > MOST_NICS || pci.size() > MOST_PCI) {
            throw new IllegalArgumentException("too many devices");
        }
        Set<DiskName> diskNames = new HashSet<>();
        disks.forEach(disk -> addNew(diskNames, disk.name()));
        Set<NicName> nicNames = new HashSet<>();
        nics.forEach(nic -> addNew(nicNames, nic.name()));
        if (role != Role.NETWORK && !(uplink instanceof Uplink.None)) {
            throw new IllegalArgumentException("only a driver domain has an uplink");
        }
        Set<PciAddress> addresses = new HashSet<>();
        hardware(pci, uplink).forEach(device -> addNew(addresses, device.address()));
    }

    /** The same VM with these disks and NICs. */
    public Vm with(List<Disk> otherDisks, List<Nic> otherNics) {
        return new Vm(
                id,
                name,
                role,
                template,
                memory,
                processors,
                boot,
                otherDisks,
                otherNics,
                display,
                autostart,
                uplink,
                pci,
                xen,
                measured);
    }

    /** The same VM, starting only with that, or with whatever is there. */
    public Vm with(Measured otherMeasured) {
        return new Vm(
                id,
                name,
                role,
                template,
                memory,
                processors,
                boot,
                disks,
                nics,
                display,
                autostart,
                uplink,
                pci,
                xen,
                otherMeasured);
    }

    /** Every PCI device that it has for its own, the uplink's first. */
    public List<PciDevice> hardware() {
        return hardware(pci, uplink);
    }

    /** How Xen runs it: what was asked for, or what its boot and its devices need. */
    public XenSettings.Type xenType() {
        return xen.typeFor(boot, hardware());
    }

    /** Those that must run while it runs, or are the spares of such: its driver domains. */
    public Set<VmName> driverDomains() {
        Set<VmName> domains = new TreeSet<>();
        nics.forEach(nic -> domains.addAll(nic.driverDomains()));
        for (Disk disk : disks) {
            if (disk.source() instanceof DiskSource.InDomain(var backend, _)) {
                domains.add(backend);
            }
        }
        return domains;
    }

    /** What it has besides, and begins from unmeasured: by its path in the document, with why. */
    public SortedMap<String, String> unmeasured() {
        SortedMap<String, String> unmeasured = new TreeMap<>();
        for (Disk disk : disks) {
            disk.unmeasured().ifPresent(why -> unmeasured.put("disks." + disk.name(), why));
        }
        if (boot instanceof Boot.Uefi) {
            unmeasured.put("variables", "the guest writes to UEFI's variables");
        }
        if (!xen.acpiTables().isEmpty() || !xen.smbiosTables().isEmpty()) {
            unmeasured.put("tables", "tables from /etc/oxt/tables are checked, and not measured");
        }
        return unmeasured;
    }

    private static List<PciDevice> hardware(List<PciDevice> pci, Uplink uplink) {
        if (!(uplink instanceof Uplink.Pci(var device))) {
            return pci;
        }
        List<PciDevice> all = new ArrayList<>(List.of(device));
        all.addAll(pci);
        return all;
    }

    public Optional<Disk> disk(DiskName wanted) {
        return disks.stream().filter(disk -> disk.name().equals(wanted)).findFirst();
    }

    public Optional<Nic> nic(NicName wanted) {
        return nics.stream().filter(nic -> nic.name().equals(wanted)).findFirst();
    }

    private static <N> void addNew(Set<N> names, N name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("twice: " + name);
        }
    }
}
