package oxt.made;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
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
import oxt.model.SnapshotName;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.DriverDomain;
import oxt.plan.Facts;
import oxt.plan.Feature;
import oxt.plan.Held;
import oxt.plan.ImagePart;
import oxt.plan.Observed;
import oxt.plan.Run;
import oxt.plan.Slot;
import oxt.plan.Snapshot;

/** VMs, hosts and situations out of random numbers. */
public record MadeUp(RandomGenerator random) {
    /** The one that a made-up VM has, where it has any. */
    public static final SnapshotName SNAPSHOT = new SnapshotName("before");

    private static final List<ImageName> IMAGES =
            List.of(new ImageName("minimal"), new ImageName("debian"), new ImageName("nowhere"));
    private static final List<VmName> BACKENDS =
            List.of(new VmName("net"), new VmName("net2"), new VmName("gone"));

    public VmId id() {
        return new VmId(new UUID(random.nextLong(), random.nextLong()));
    }

    public Vm vm() {
        VmId id = id();
        return new Vm(
                id,
                new VmName("vm" + random.nextInt(1000)),
                Role.USER,
                Template.DESKTOP,
                ByteSize.mebibytes(64 << random.nextInt(6)),
                1 + random.nextInt(4),
                boot(),
                disks(),
                nics(id),
                one(Display.values()),
                random.nextBoolean() ? new Autostart.Off() : new Autostart.Order(random.nextInt(9)),
                new Uplink.None(),
                List.of(),
                XenSettings.DEFAULT);
    }

    /** The same VM with some settings made up anew. */
    public Vm changed(Vm vm) {
        Vm other = vm();
        return new Vm(
                vm.id(),
                vm.name(),
                vm.role(),
                vm.template(),
                random.nextBoolean() ? vm.memory() : other.memory(),
                vm.processors(),
                random.nextBoolean() ? vm.boot() : other.boot(),
                random.nextBoolean() ? vm.disks() : other.disks(),
                random.nextBoolean() ? vm.nics() : nics(vm.id()),
                vm.display(),
                vm.autostart(),
                vm.uplink(),
                vm.pci(),
                vm.xen());
    }

    public Facts facts() {
        Abilities abilities = Abilities.all("made-up");
        for (Feature feature : Feature.all()) {
            if (random.nextInt(20) == 0) {
                abilities =
                        abilities.with(
                                feature, new Ability.Unable("it was not built", "Build it."));
            }
        }
        Map<ImageName, Set<ImagePart>> images = new HashMap<>();
        images.put(IMAGES.get(0), Set.of(ImagePart.KERNEL, ImagePart.DISK));
        images.put(IMAGES.get(1), Set.of(ImagePart.DISK));
        Map<VmName, DriverDomain> domains = new HashMap<>();
        domains.put(BACKENDS.get(0), driverDomain());
        domains.put(BACKENDS.get(1), driverDomain());
        return new Facts(
                abilities,
                ByteSize.mebibytes(random.nextInt(8192)),
                images,
                domains,
                Map.of(),
                Map.of());
    }

    private DriverDomain driverDomain() {
        VmId id = id();
        List<Slot> free = new ArrayList<>();
        for (int number = 0; number < Slot.COUNT; number++) {
            if (random.nextInt(3) > 0) {
                free.add(new Slot(id, number));
            }
        }
        return new DriverDomain(id, one(DriverDomain.Readiness.values()), free);
    }

    /** Anything that could be there of a VM: properly off, running, half of something. */
    public Observed observed(Vm vm) {
        Set<Held> held = new HashSet<>();
        for (Disk disk : vm.disks()) {
            switch (disk.mode()) {
                case PERSISTENT -> some(held, new Held.DiskFile(disk.name()), 10);
                case FRESH -> some(held, new Held.Overlay(disk.name()), 2);
                case READ_ONLY -> {}
            }
        }
        some(held, new Held.FirmwareVariables(), vm.boot() instanceof Boot.Uefi ? 10 : 1);
        VmId backend = id();
        int number = 0;
        for (Nic nic : vm.nics()) {
            Held link = new Held.Link(nic.name(), new Slot(backend, number++));
            some(held, link, 2);
            if (held.contains(link)) {
                some(held, new Held.Muted(nic.name()), 1);
            }
        }
        some(held, new Held.RunFolder(), 2);
        some(held, new Held.KeptSnapshot(snapshot(vm)), 3);
        some(held, new Held.HalfReverted(SNAPSHOT), 1);
        Run run = run(vm);
        if (run.machine().isPresent()) {
            held.add(new Held.DeviceModel());
            held.add(new Held.RunFolder());
        }
        switch (run) {
            case Run.Saved _ -> saved(vm, held);
            // As long as nothing of it has run since it was saved.
            case Run.Paused _, Run.Created _, Run.Unreachable _ ->
                    some(held, new Held.SavedState(), 2);
            case Run.Off _, Run.Running _ -> {}
        }
        return new Observed(vm.id(), run, held);
    }

    /** What a VM that was created and never started has. */
    public Observed properlyOff(Vm vm) {
        Set<Held> held = new HashSet<>();
        for (Disk disk : vm.disks()) {
            if (disk.mode() == DiskMode.PERSISTENT) {
                held.add(new Held.DiskFile(disk.name()));
            }
        }
        if (vm.boot() instanceof Boot.Uefi) {
            held.add(new Held.FirmwareVariables());
        }
        return new Observed(vm.id(), Run.OFF, held);
    }

    /** Of the VM as it is, or as it was before its document changed. */
    private Snapshot snapshot(Vm vm) {
        return new Snapshot(
                SNAPSHOT,
                Instant.EPOCH,
                random.nextBoolean() ? vm : changed(vm),
                one(Snapshot.Memory.values()));
    }

    /** Mostly whole and tidy, so that a start from it is planned now and then. */
    private void saved(Vm vm, Set<Held> held) {
        held.add(new Held.SavedState());
        if (random.nextInt(4) > 0) {
            held.removeIf(
                    thing ->
                            thing instanceof Held.Link
                                    || thing instanceof Held.Muted
                                    || thing instanceof Held.RunFolder);
            held.addAll(properlyOff(vm).held());
            vm.disks().stream()
                    .filter(disk -> disk.mode() == DiskMode.FRESH)
                    .forEach(disk -> held.add(new Held.Overlay(disk.name())));
        }
    }

    private Run run(Vm vm) {
        return switch (random.nextInt(10)) {
            case 0 -> new Run.Created(vm);
            case 1, 2 -> new Run.Running(vm);
            case 3 -> new Run.Paused(vm);
            case 4 -> new Run.Unreachable(vm, "it does not answer");
            case 5 -> new Run.Saved(vm, new Ability.Able());
            case 6 -> new Run.Saved(vm, new Ability.Unable("it is of another QEMU", "Discard it."));
            default -> Run.OFF;
        };
    }

    private Boot boot() {
        return switch (random.nextInt(3)) {
            case 0 -> new Boot.DirectKernel(one(IMAGES), "quiet");
            case 1 -> new Boot.Bios();
            default -> new Boot.Uefi();
        };
    }

    private List<Disk> disks() {
        List<Disk> disks = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            disks.add(disk(new DiskName("disk" + i)));
        }
        return disks;
    }

    private Disk disk(DiskName name) {
        DiskMode mode = one(DiskMode.values());
        DiskSource source =
                mode == DiskMode.READ_ONLY || random.nextBoolean()
                        ? new DiskSource.FromImage(one(IMAGES))
                        : new DiskSource.Blank(ByteSize.mebibytes(1 + random.nextInt(64)));
        return new Disk(name, source, one(DiskFormat.values()), mode);
    }

    private List<Nic> nics(VmId vm) {
        List<Nic> nics = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            NicName name = new NicName("nic" + i);
            VmName backend = BACKENDS.get(random.nextInt(20) == 0 ? 2 : random.nextInt(2));
            Optional<VmName> spare =
                    Optional.of(one(BACKENDS))
                            .filter(other -> random.nextBoolean() && !other.equals(backend));
            nics.add(
                    new Nic(
                            name,
                            backend,
                            spare,
                            MacAddress.derived(vm, name, LinkEnd.CLIENT),
                            Firewall.DEFAULT));
        }
        return nics;
    }

    private void some(Set<Held> held, Held thing, int inEleven) {
        if (random.nextInt(11) < inEleven) {
            held.add(thing);
        }
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
