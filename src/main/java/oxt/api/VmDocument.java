package oxt.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.Display;
import oxt.model.Measured;
import oxt.model.PciAddress;
import oxt.model.PciDevice;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;

/** A VM as people write it in YAML and programs in JSON. */
public final class VmDocument {
    /** No machine that runs this has more. */
    private static final ByteSize MOST_MEMORY = ByteSize.gibibytes(16 << 10);

    private static final Key<VmDraft, VmName> NAME =
            Key.required(
                    "name",
                    Scalars.name("a VM", VmName::new),
                    "The VM's name, which no other VM of the host has.",
                    VmDraft::name);
    private static final Key<VmDraft, Template> TEMPLATE =
            Key.standard(
                    "template",
                    Scalars.choice(Template.values()),
                    Template.DESKTOP,
                    "Where the settings come from that this document leaves out.",
                    VmDraft::template);
    private static final Key<VmDraft, Role> ROLE =
            fromTemplate(
                    "role",
                    Scalars.choice(Role.values()),
                    "What the VM is for: a person works in a user VM; a network VM is a driver"
                            + " domain, through which others reach the outside; a storage VM has disks"
                            + " of others.",
                    VmDraft::role);
    private static final Key<VmDraft, ByteSize> MEMORY =
            fromTemplate(
                    "memory",
                    Scalars.size(Vm.LEAST_MEMORY, MOST_MEMORY),
                    "The VM's memory, in whole MiB.",
                    VmDraft::memory);
    private static final Key<VmDraft, Integer> PROCESSORS =
            fromTemplate(
                    "processors",
                    Scalars.integer(1, Vm.MOST_PROCESSORS),
                    "How many virtual processors the VM has.",
                    VmDraft::processors);
    private static final Key<VmDraft, Boot> BOOT =
            fromTemplate(
                    "boot",
                    BootDocument.SHAPE,
                    "What the VM's processors run first.",
                    VmDraft::boot);
    private static final Key<VmDraft, List<Disk>> DISKS =
            fromTemplate(
                    "disks",
                    ListShape.named(
                            DiskDocument.SHAPE, Vm.MOST_DISKS, disk -> disk.name().toString()),
                    "The VM's disks, in the order in which firmware looks at them.",
                    VmDraft::disks);
    private static final Key<VmDraft, List<NicDraft>> NICS =
            fromTemplate(
                    "nics",
                    ListShape.named(NicDocument.SHAPE, Vm.MOST_NICS, nic -> nic.name().toString()),
                    "The VM's network cards. Without one it reaches nothing.",
                    VmDraft::nics);
    private static final Key<VmDraft, Display> DISPLAY =
            fromTemplate(
                    "display",
                    Scalars.choice(Display.values()),
                    "Whether the VM has a screen.",
                    VmDraft::display);
    private static final Key<VmDraft, Autostart> AUTOSTART =
            fromTemplate(
                    "autostart",
                    AutostartDocument.SHAPE,
                    "Whether the VM starts with the daemon: off, or {order: N}; lower numbers start"
                            + " first.",
                    VmDraft::autostart);
    private static final Key<VmDraft, Uplink> UPLINK =
            fromTemplate(
                    "uplink",
                    UplinkDocument.SHAPE,
                    "How a network VM reaches the outside itself: none, user (as a process of the"
                            + " host), {user: {host: allowed}} where it may reach the host's own"
                            + " services, or {pci: ADDRESS} with a network card of the host.",
                    VmDraft::uplink);

    private static final Key<VmDraft, List<PciDevice>> PCI =
            Key.optional(
                    "pci",
                    ListShape.of(PciDocument.SHAPE, Vm.MOST_PCI),
                    "none",
                    "PCI devices of the host that the VM has for its own while it runs.",
                    draft -> Optional.of(draft.pci()).filter(devices -> !devices.isEmpty()));
    private static final Key<VmDraft, XenSettings> XEN =
            Key.optional(
                    "xen",
                    XenDocument.SHAPE,
                    "Xen's own defaults",
                    "What only Xen knows of a VM; an engine that is not Xen refuses it.",
                    draft -> Optional.of(draft.xen()).filter(xen -> !isDefault(xen)));

    private static final Key<VmDraft, Measured.Against> MEASURED =
            Key.optional(
                    "measured",
                    MeasuredDocument.SHAPE,
                    "starts with whatever is there",
                    "What the VM may start from, by digest: oxt vm measure NAME --accept writes it."
                            + " {} accepts nothing yet.",
                    VmDocument::measured);

    public static final RecordShape<VmDraft> SHAPE =
            RecordShape.of(
                            "VM",
                            "A virtual machine as it is wanted.",
                            List.of(
                                    NAME,
                                    TEMPLATE,
                                    ROLE,
                                    MEMORY,
                                    PROCESSORS,
                                    BOOT,
                                    DISKS,
                                    NICS,
                                    DISPLAY,
                                    AUTOSTART,
                                    UPLINK,
                                    PCI,
                                    XEN,
                                    MEASURED),
                            VmDocument::draft)
                    .check(List.of(MEMORY), VmDocument::wholeMebibytes)
                    .check(List.of(BOOT, DISKS), VmDocument::firmwareHasDisk)
                    .check(List.of(NAME, TEMPLATE, NICS), VmDocument::backendIsAnother)
                    .check(List.of(NAME, DISKS), VmDocument::diskIsElsewhere)
                    .check(List.of(TEMPLATE, ROLE, UPLINK), VmDocument::uplinkIsForNetwork)
                    .check(List.of(UPLINK, PCI), VmDocument::devicesDiffer)
                    .check(
                            List.of(TEMPLATE, ROLE, BOOT, UPLINK, PCI, XEN),
                            VmDocument::xenCanRunIt);

    private VmDocument() {}

    /** The VM of this id that the document describes, or all that is wrong with it. */
    public static Reading<Vm> read(Node document, VmId id) {
        return SHAPE.read(document).map(draft -> draft.vm(id));
    }

    /** Every setting, defaults too; an address that is derived anyway is left out. */
    public static Node.Mapping write(Vm vm) {
        return SHAPE.write(VmDraft.of(vm));
    }

    /**
     * The document with new values of settings, or every setting that there is not. Whether it
     * still is a VM is for {@link #read} to say.
     */
    public static Reading<Node.Mapping> change(Node.Mapping document, List<SettingChange> changes) {
        return DocumentChange.of(SHAPE, document, changes);
    }

    private static <T> Key<VmDraft, T> fromTemplate(
            String name, Shape<T> shape, String description, Function<VmDraft, T> value) {
        return Key.optional(
                name, shape, "the template's", description, value.andThen(Optional::of));
    }

    private static VmDraft draft(Fields<VmDraft> fields) {
        VmDraft standard = VmDefaults.of(fields.of(TEMPLATE), fields.of(NAME));
        Role role = fields.find(ROLE).orElse(standard.role());
        return new VmDraft(
                fields.of(NAME),
                role,
                fields.of(TEMPLATE),
                fields.find(MEMORY).orElse(standard.memory()),
                fields.find(PROCESSORS).orElse(standard.processors()),
                fields.find(BOOT).orElse(standard.boot()),
                fields.find(DISKS).orElse(standard.disks()),
                fields.find(NICS).orElse(standard.nics()),
                fields.find(DISPLAY).orElse(standard.display()),
                fields.find(AUTOSTART).orElse(standard.autostart()),
                fields.find(UPLINK)
                        .orElse(role == Role.NETWORK ? standard.uplink() : new Uplink.None()),
                fields.find(PCI).orElse(standard.pci()),
                fields.find(XEN).orElse(standard.xen()),
                fields.find(MEASURED).<Measured>map(it -> it).orElse(standard.measured()));
    }

    private static Optional<Measured.Against> measured(VmDraft draft) {
        return draft.measured() instanceof Measured.Against against
                ? Optional.of(against)
                : Optional.empty();
    }

    private static boolean isDefault(XenSettings xen) {
        return xen.equals(XenSettings.DEFAULT);
    }

    private static void wholeMebibytes(Fields<VmDraft> fields) {
        fields.find(MEMORY)
                .filter(memory -> memory.bytes() % ByteSize.mebibytes(1).bytes() != 0)
                .ifPresent(
                        memory ->
                                refuse(
                                        fields,
                                        MEMORY,
                                        "memory-not-whole",
                                        "memory is whole MiB; " + memory + " is not.",
                                        "Write a number of MiB or GiB."));
    }

    private static void firmwareHasDisk(Fields<VmDraft> fields) {
        boolean hasDisk = fields.find(DISKS).stream().anyMatch(disks -> !disks.isEmpty());
        boolean needsDisk =
                fields.find(BOOT).stream()
                        .anyMatch(
                                boot ->
                                        switch (boot) {
                                            case Boot.DirectKernel _ -> false;
                                            case Boot.Bios _, Boot.Uefi _ -> true;
                                        });
        if (needsDisk && !hasDisk) {
            refuse(
                    fields,
                    BOOT,
                    "boot-without-disk",
                    "The VM starts from a disk and has none.",
                    "Add a disk to disks, or write firmware: direct-kernel with an image.");
        }
    }

    private static void backendIsAnother(Fields<VmDraft> fields) {
        VmDraft standard = VmDefaults.of(fields.of(TEMPLATE), fields.of(NAME));
        List<NicDraft> nics = fields.find(NICS).orElse(standard.nics());
        for (int index = 0; index < nics.size(); index++) {
            if (nics.get(index).driverDomains().contains(fields.of(NAME))) {
                fields.refuse(
                        new Problem.Invalid(
                                "nic-own-backend",
                                "NIC "
                                        + nics.get(index).name()
                                        + " has the VM itself as its driver domain.",
                                "Write the name of another VM, of role network.",
                                fields.place(NICS, index)));
            }
        }
    }

    private static void uplinkIsForNetwork(Fields<VmDraft> fields) {
        VmDraft standard = VmDefaults.of(fields.of(TEMPLATE), new VmName("any"));
        boolean isNetwork = fields.find(ROLE).orElse(standard.role()) == Role.NETWORK;
        boolean hasUplink =
                fields.find(UPLINK).stream()
                        .anyMatch(
                                uplink ->
                                        switch (uplink) {
                                            case Uplink.None _ -> false;
                                            case Uplink.User _, Uplink.Pci _ -> true;
                                        });
        if (hasUplink && !isNetwork) {
            refuse(
                    fields,
                    UPLINK,
                    "uplink-without-role",
                    "Only a VM of role network has an uplink; this one is of role user.",
                    "Write uplink: none and a NIC with a backend, or role: network.");
        }
    }

    private static void diskIsElsewhere(Fields<VmDraft> fields) {
        List<Disk> disks = fields.find(DISKS).orElse(List.of());
        for (int index = 0; index < disks.size(); index++) {
            if (disks.get(index).source() instanceof DiskSource.InDomain(var backend, _)
                    && backend.equals(fields.of(NAME))) {
                fields.refuse(
                        new Problem.Invalid(
                                "disk-own-backend",
                                "Disk "
                                        + disks.get(index).name()
                                        + " has the VM itself as its driver domain.",
                                "Write the name of another VM, of role storage.",
                                fields.place(DISKS, index)));
            }
        }
    }

    private static void devicesDiffer(Fields<VmDraft> fields) {
        Set<PciAddress> once = new HashSet<>();
        if (fields.find(UPLINK).orElse(new Uplink.None()) instanceof Uplink.Pci(var device)) {
            once.add(device.address());
        }
        List<PciDevice> devices = fields.find(PCI).orElse(List.of());
        for (int index = 0; index < devices.size(); index++) {
            if (!once.add(devices.get(index).address())) {
                fields.refuse(
                        new Problem.Invalid(
                                "pci-twice",
                                "PCI device " + devices.get(index).address() + " is there twice.",
                                "Remove one of them; an uplink's card is not in pci as well.",
                                fields.place(PCI, index)));
            }
        }
    }

    private static void xenCanRunIt(Fields<VmDraft> fields) {
        VmDraft standard = VmDefaults.of(fields.of(TEMPLATE), new VmName("any"));
        boolean isNetwork = fields.find(ROLE).orElse(standard.role()) == Role.NETWORK;
        List<PciDevice> hardware = new ArrayList<>(fields.find(PCI).orElse(standard.pci()));
        if (isNetwork
                && fields.find(UPLINK).orElse(standard.uplink()) instanceof Uplink.Pci(var card)) {
            hardware.add(card);
        }
        XenNeeds needs =
                new XenNeeds(
                        fields.find(BOOT).orElse(standard.boot()),
                        hardware,
                        fields.find(XEN).orElse(standard.xen()));
        needs.problems(fields.place(XEN)).forEach(fields::refuse);
    }

    private static void refuse(
            Fields<VmDraft> fields, Key<VmDraft, ?> key, String code, String what, String remedy) {
        fields.refuse(new Problem.Invalid(code, what, remedy, fields.place(key)));
    }
}
