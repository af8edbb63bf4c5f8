package oxt.engine.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.engine.files.LinkSide;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.Display;
import oxt.model.ImageName;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Role;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.plan.Slot;

/**
 * What a VM is on QEMU's command line; pure.
 *
 * <p>Every device has a fixed place on the bus, so that a guest finds its old ones where they were
 * when another is added: 1 screen, 2 randomness, 3 agents, 4 uplink, 5 to 20 disks, 21 to 28 NICs,
 * 29 and 30 the slots of a driver domain. The chipset has 0 and 31. Other VMs have a port for each
 * disk and NIC at its place, and those for what is plugged later at 29 ({@link Ports}).
 */
public final class QemuArgs {
    /** What its agent knows the uplink by, before it gives it a name. */
    static final MacAddress UPLINK_MAC = new MacAddress("02:00:00:00:ff:ff");

    /** {@code /dev/virtio-ports/oxt.network} in the guest. */
    static final String NETWORK_PORT = "oxt.network";

    /** {@code /dev/virtio-ports/oxt.agent} in the guest. */
    static final String AGENT_PORT = "oxt.agent";

    private static final int SCREEN = 1;
    private static final int RANDOMNESS = 2;
    private static final int AGENT = 3;
    private static final int UPLINK = 4;
    static final int FIRST_DISK = 5;
    static final int FIRST_NIC = 21;
    static final int FIRST_SLOT = 29;
    private static final int FUNCTIONS = 8;

    private final List<String> args = new ArrayList<>();
    private final Vm vm;
    private final Layout layout;
    private final Surroundings surroundings;

    private QemuArgs(Vm vm, Layout layout, Surroundings surroundings) {
        this.vm = vm;
        this.layout = layout;
        this.surroundings = surroundings;
    }

    /**
     * What the command line says that is not the VM's own.
     *
     * @param machine the kind of machine, with its number
     * @param firmware OVMF's code
     * @param images each image that the VM names, with the parts that it needs
     * @param ports of the machine, with what is in them
     * @param kept a disposable's disks as they were when its origin was kept
     */
    public record Surroundings(
            Accelerator accelerator,
            String machine,
            Path firmware,
            Map<ImageName, Images.Files> images,
            Ports ports,
            Map<DiskName, Disk> kept) {
        public Surroundings {
            images = Map.copyOf(images);
            kept = Map.copyOf(kept);
        }

        public Surroundings(
                Accelerator accelerator,
                String machine,
                Path firmware,
                Map<ImageName, Images.Files> images,
                Ports ports) {
            this(accelerator, machine, firmware, images, ports, Map.of());
        }

        /** A disposable's, whose own disks lie upon these. */
        Surroundings upon(List<Disk> disks) {
            Map<DiskName, Disk> all = new HashMap<>();
            for (Disk disk : disks) {
                if (disk.mode() != DiskMode.READ_ONLY) {
                    all.put(disk.name(), disk);
                }
            }
            return new Surroundings(accelerator, machine, firmware, images, ports, all);
        }

        Surroundings with(Ports other) {
            return new Surroundings(accelerator, machine, firmware, images, other, kept);
        }

        /** The same with more images. */
        Surroundings with(Map<ImageName, Images.Files> more) {
            Map<ImageName, Images.Files> all = new HashMap<>(images);
            all.putAll(more);
            return new Surroundings(accelerator, machine, firmware, all, ports, kept);
        }

        Images.Files image(ImageName name) {
            Images.Files files = images.get(name);
            if (files == null) {
                throw new IllegalArgumentException("no image " + name);
            }
            return files;
        }
    }

    /** The arguments, without the program. */
    public static List<String> of(Vm vm, Layout layout, Surroundings surroundings) {
        return new QemuArgs(vm, layout, surroundings).all();
    }

    private List<String> all() {
        identity();
        confinement();
        machine();
        boot();
        talk();
        screen();
        add("-device", "virtio-rng-pci,disable-legacy=on,rng=randomness,addr=" + at(RANDOMNESS));
        args.addAll(surroundings.ports().args());
        args.addAll(QemuDiskArgs.of(vm, layout, surroundings));
        network();
        return List.copyOf(args);
    }

    private void identity() {
        add("-name", "guest=" + vm.name() + ",debug-threads=on");
        add("-uuid", vm.id().toString());
    }

    private void confinement() {
        args.addAll(List.of("-nodefaults", "-no-user-config"));
        add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    }

    private void machine() {
        // What no guest of ours needs is not there to be attacked.
        add(
                "-machine",
                surroundings.machine()
                        + ",smm=off,vmport=off,sata=off,smbus=off,usb=off,hpet=off"
                        + ",dump-guest-core=off,mem-merge=off"
                        + (vm.boot() instanceof Boot.Uefi
                                ? ",pflash0=firmware,pflash1=variables"
                                : ""));
        add("-accel", acceleration());
        add("-cpu", surroundings.accelerator().processor());
        add("-smp", Integer.toString(vm.processors()));
        add("-m", vm.memory().mebibytes() + "M");
        add("-rtc", "base=utc");
        // Sleep to memory is a state that no plan knows.
        add("-global", "ICH9-LPC.disable_s3=1");
        add("-global", "ICH9-LPC.disable_s4=1");
        add("-object", "rng-builtin,id=randomness");
        // Tells a guest that knows of it when it goes on as a copy of another.
        add("-device", "vmgenid,guid=auto");
        args.add("-S");
    }

    /** For one processor, translated code needs no barriers against others: a fifth faster. */
    private String acceleration() {
        Accelerator accelerator = surroundings.accelerator();
        boolean isAlone = accelerator == Accelerator.TCG && vm.processors() == 1;
        return accelerator.option() + (isAlone ? ",thread=single" : "");
    }

    private void boot() {
        switch (vm.boot()) {
            case Boot.DirectKernel(var image, var commandLine) -> {
                Images.Files files = surroundings.image(image);
                add("-kernel", files.kernel().orElseThrow().toString());
                files.initramfs().ifPresent(path -> add("-initrd", path.toString()));
                add(
                        "-append",
                        String.join(" ", files.commandLine(), orders(), commandLine).strip());
            }
            case Boot.Bios _ -> add("-smbios", "type=3,asset=" + QemuText.option(orders()));
            case Boot.Uefi _ -> {
                add("-smbios", "type=3,asset=" + QemuText.option(orders()));
                args.addAll(QemuDiskArgs.firmware(vm, layout, surroundings.firmware()));
            }
        }
    }

    /** What our guests are told: by the kernel's command line or, from a disk, the asset tag. */
    private String orders() {
        return "oxt.name=" + vm.name();
    }

    private void talk() {
        add("-chardev", socket("monitor", layout.monitor(vm.id())));
        add("-mon", "chardev=monitor,mode=control");
        add("-chardev", socket("serial", layout.serial(vm.id())));
        add("-serial", "chardev:serial");
        switch (vm.role()) {
            case NETWORK -> agent(1, NETWORK_PORT, layout.network(vm.id()));
            case USER, STORAGE -> agent(2, AGENT_PORT, layout.agent(vm.id()));
        }
    }

    private void agent(int number, String name, Path socket) {
        add("-chardev", socket("agent", socket));
        add(
                "-device",
                "virtio-serial-pci,disable-legacy=on,id=agents,max_ports=%d,addr=%s"
                        .formatted(number + 1, at(AGENT)));
        add(
                "-device",
                "virtserialport,bus=agents.0,nr=%d,chardev=agent,name=%s".formatted(number, name));
    }

    private void screen() {
        add("-display", "none");
        if (vm.display() == Display.ON) {
            add("-device", "VGA,id=screen,addr=" + at(SCREEN));
            add("-vnc", "unix:" + QemuText.option(layout.vnc(vm.id()).toString()));
        }
    }

    private void network() {
        for (int index = 0; index < vm.nics().size(); index++) {
            var nic = vm.nics().get(index);
            String id = "nic-" + nic.name();
            link(id, new LinkSide.Client(vm.id(), nic.name()));
            OptionalInt port = surroundings.ports().of(id);
            card(id, nic.mac(), Device.Place.of(port, at(FIRST_NIC + index)));
        }
        if (vm.role() == Role.NETWORK) {
            for (int number = 0; number < Slot.COUNT; number++) {
                String id = "slot-" + number;
                link(id, new LinkSide.Gateway(new Slot(vm.id(), number)));
                card(id, slotMac(number), new Device.Place.Function(slotPlace(number)));
            }
        }
        switch (vm.uplink()) {
            case Uplink.None _ -> {}
            case Uplink.Pci _ -> throw new AssertionError("refused by planning");
            case Uplink.User _ -> {
                add("-netdev", "user,id=uplink-link,ipv6=off");
                card("uplink", UPLINK_MAC, new Device.Place.Fixed(at(UPLINK)));
            }
        }
    }

    /**
     * What its agent knows slot {@code number} by, before it takes its address of {@link
     * LinkEnd#GATEWAY}.
     */
    static MacAddress slotMac(int number) {
        return new MacAddress("02:00:00:00:00:%02x".formatted(number));
    }

    private static String slotPlace(int number) {
        return at(FIRST_SLOT + number / FUNCTIONS) + "." + number % FUNCTIONS;
    }

    private void link(String id, LinkSide side) {
        add(
                "-netdev",
                "dgram,id=%s-link,local.type=unix,local.path=%s,remote.type=unix,remote.path=%s"
                        .formatted(
                                id,
                                QemuText.option(layout.linkSocket(side).toString()),
                                QemuText.option(layout.linkPeer(side).toString())));
    }

    private void card(String id, MacAddress mac, Device.Place place) {
        add("-device", Device.nic(id, mac, place).option());
    }

    private static String socket(String id, Path path) {
        return "socket,id="
                + id
                + ",path="
                + QemuText.option(path.toString())
                + ",server=on,wait=off";
    }

    private static String at(int place) {
        return "0x" + Integer.toHexString(place);
    }

    private void add(String option, String value) {
        args.add(option);
        args.add(value);
    }
}
