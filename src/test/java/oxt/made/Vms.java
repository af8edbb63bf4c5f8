package oxt.made;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Display;
import oxt.model.Firewall;
import oxt.model.ImageName;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;
import oxt.plan.Abilities;
import oxt.plan.DriverDomain;
import oxt.plan.Facts;
import oxt.plan.ImagePart;
import oxt.plan.Slot;

/** The VMs and the host that tests speak of by name. */
public final class Vms {
    public static final ImageName MINIMAL = new ImageName("minimal");
    public static final VmName NET = new VmName("net");
    public static final VmName NET2 = new VmName("net2");

    private Vms() {}

    /** A desktop VM with a persistent disk, a fresh disk and a NIC behind net. */
    public static Vm work(VmId id) {
        NicName nic = new NicName("lan");
        return new Vm(
                id,
                new VmName("work"),
                Role.USER,
                Template.DESKTOP,
                ByteSize.mebibytes(256),
                1,
                new Boot.DirectKernel(MINIMAL, ""),
                List.of(disk("data", DiskMode.PERSISTENT), disk("scratch", DiskMode.FRESH)),
                List.of(
                        new Nic(
                                nic,
                                NET,
                                MacAddress.derived(id, nic, LinkEnd.CLIENT),
                                Firewall.DEFAULT)),
                Display.OFF,
                new Autostart.Off(),
                new Uplink.None(),
                List.of(),
                XenSettings.DEFAULT);
    }

    public static Vm work() {
        return work(new VmId(new UUID(0, 1)));
    }

    /** The VM with other memory, boot, disks and driver domain. */
    public static Vm changed(Vm vm, ByteSize memory, Boot boot, List<Disk> disks, VmName backend) {
        List<Nic> nics = new ArrayList<>();
        vm.nics().forEach(nic -> nics.add(nic.behind(backend, nic.spare())));
        return new Vm(
                vm.id(),
                vm.name(),
                vm.role(),
                vm.template(),
                memory,
                vm.processors(),
                boot,
                disks,
                nics,
                vm.display(),
                vm.autostart(),
                vm.uplink(),
                vm.pci(),
                vm.xen());
    }

    public static Vm withDisplay(Vm vm, Display display) {
        return new Vm(
                vm.id(),
                vm.name(),
                vm.role(),
                vm.template(),
                vm.memory(),
                vm.processors(),
                vm.boot(),
                vm.disks(),
                vm.nics(),
                display,
                vm.autostart(),
                vm.uplink(),
                vm.pci(),
                vm.xen());
    }

    public static Disk disk(String name, DiskMode mode) {
        return new Disk(
                new DiskName(name),
                new DiskSource.Blank(ByteSize.mebibytes(16)),
                DiskFormat.QCOW2,
                mode);
    }

    /** A host with 4 GiB free, image minimal, and the driver domains net and net2 running. */
    public static Facts facts() {
        return new Facts(
                Abilities.all("sim"),
                ByteSize.gibibytes(4),
                Map.of(MINIMAL, Set.of(ImagePart.KERNEL, ImagePart.DISK)),
                Map.of(NET, domain(new UUID(0, 100)), NET2, domain(new UUID(0, 200))),
                Map.of(),
                Map.of());
    }

    private static DriverDomain domain(UUID uuid) {
        VmId id = new VmId(uuid);
        List<Slot> slots = new ArrayList<>();
        for (int number = 0; number < Slot.COUNT; number++) {
            slots.add(new Slot(id, number));
        }
        return new DriverDomain(id, DriverDomain.Readiness.RUNNING, slots);
    }
}
