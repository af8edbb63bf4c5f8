package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.engine.files.Firmware;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.golden.Golden;
import oxt.made.Vms;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Display;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;

class QemuArgsTest {
    private static final Layout LAYOUT = new Layout(Path.of("/var/lib/oxt"), Path.of("/run/oxt"));
    private static final Path IMAGE = Path.of("/var/lib/oxt/images/minimal@763f96f2e3bf");

    @Test
    void a_desktop_vm_has_a_screen_its_disks_and_its_link() {
        Golden.check("qemu/desktop.args", text(with(Vms.work(), Vms.work().boot(), Display.ON)));
    }

    @Test
    void a_network_driver_domain_has_slots_an_agent_and_an_uplink() {
        Golden.check("qemu/network.args", text(network()));
    }

    @Test
    void a_uefi_vm_has_variables_of_its_own_and_code_that_it_cannot_write() {
        Golden.check("qemu/uefi.args", text(with(Vms.work(), new Boot.Uefi(), Display.OFF)));
    }

    @Test
    void a_bios_vm_is_told_its_name_by_the_chassis() {
        Golden.check("qemu/bios.args", text(with(Vms.work(), new Boot.Bios(), Display.OFF)));
    }

    @Test
    void each_disk_mode_and_format_is_said() {
        DiskSource image = new DiskSource.FromImage(Vms.MINIMAL);
        DiskSource blank = new DiskSource.Blank(ByteSize.mebibytes(16));
        List<Disk> disks =
                List.of(
                        disk("raw", blank, DiskFormat.RAW, DiskMode.PERSISTENT),
                        disk("qcow2", image, DiskFormat.QCOW2, DiskMode.PERSISTENT),
                        disk("fresh-image", image, DiskFormat.RAW, DiskMode.FRESH),
                        disk("fresh-blank", blank, DiskFormat.RAW, DiskMode.FRESH),
                        disk("read-only", image, DiskFormat.RAW, DiskMode.READ_ONLY));
        Vm vm = Vms.work();
        Golden.check(
                "qemu/disks.args",
                text(Vms.changed(vm, vm.memory(), new Boot.Bios(), disks, Vms.NET)));
    }

    @Test
    void a_comma_in_a_path_does_not_become_an_option() {
        Layout commas = new Layout(Path.of("/var/lib/o,id=x"), Path.of("/run/o,server=off"));
        Vm vm = with(Vms.work(), new Boot.Uefi(), Display.ON);
        for (String arg : QemuArgs.of(vm, commas, surroundings(Accelerator.TCG, vm))) {
            if (arg.contains("/run/o") && !arg.startsWith("{")) {
                assertTrue(arg.contains("/run/o,,server=off/"), arg);
            }
        }
    }

    @Test
    void no_argument_opens_a_network_port() {
        for (Vm vm : List.of(network(), with(Vms.work(), new Boot.Bios(), Display.ON))) {
            for (String arg : QemuArgs.of(vm, LAYOUT, surroundings(Accelerator.KVM, vm))) {
                assertFalse(
                        arg.matches("(?i).*(tcp:|telnet|hostfwd|guestfwd|\\bport=|vnc :).*"), arg);
            }
        }
    }

    @Test
    void the_accelerator_decides_the_processor() {
        List<String> args =
                QemuArgs.of(Vms.work(), LAYOUT, surroundings(Accelerator.KVM, Vms.work()));
        assertTrue(args.containsAll(List.of("kvm", "host")));
    }

    private static QemuArgs.Surroundings surroundings(Accelerator accelerator, Vm vm) {
        return new QemuArgs.Surroundings(
                accelerator,
                "pc-q35-7.2",
                Firmware.code(),
                Map.of(
                        Vms.MINIMAL,
                        new Images.Files(
                                Optional.of(IMAGE.resolve("vmlinuz")),
                                Optional.of(IMAGE.resolve("initramfs.cpio")),
                                Optional.of(IMAGE.resolve("disk.raw")),
                                "console=ttyS0 quiet")),
                Ports.of(vm));
    }

    /** An option and its value on each line. */
    private static String text(Vm vm) {
        StringBuilder text = new StringBuilder();
        for (String arg : QemuArgs.of(vm, LAYOUT, surroundings(Accelerator.TCG, vm))) {
            boolean option = arg.startsWith("-");
            text.append(option ? text.isEmpty() ? "" : "\n" : " ").append(arg);
        }
        return text.append("\n").toString();
    }

    private static Disk disk(String name, DiskSource source, DiskFormat format, DiskMode mode) {
        return new Disk(new DiskName(name), source, format, mode);
    }

    private static Vm with(Vm vm, Boot boot, Display display) {
        return new Vm(
                vm.id(),
                vm.name(),
                vm.role(),
                vm.template(),
                vm.memory(),
                2,
                boot,
                vm.disks(),
                vm.nics(),
                display,
                vm.autostart(),
                vm.uplink(),
                vm.pci(),
                vm.xen());
    }

    private static Vm network() {
        return new Vm(
                new VmId(new UUID(0, 100)),
                new VmName("net"),
                Role.NETWORK,
                Template.NETWORK,
                ByteSize.mebibytes(192),
                1,
                new Boot.DirectKernel(Vms.MINIMAL, ""),
                List.of(),
                List.of(),
                Display.OFF,
                new Autostart.Order(0),
                new Uplink.User(Uplink.HostAccess.REFUSED),
                List.of(),
                XenSettings.DEFAULT);
    }
}
