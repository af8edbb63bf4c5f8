package oxt.engine.xen;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.model.Boot;
import oxt.model.Display;
import oxt.model.ImageName;
import oxt.model.PciDevice;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.XenSettings;
import oxt.model.XenSettings.DeviceModel;

/**
 * A VM as xl's configuration: what its document asks for, and the defaults that stand together
 * here. xl takes a key that it does not know for no key, so each one is of xl.cfg's manual.
 */
public final class XlConfig {
    /**
     * Of every guest: one that ends, ends; whether another is made is a plan's to say. A guest that
     * restarts itself is made anew by xl, under the same id.
     */
    private static final List<String> ALWAYS =
            List.of(
                    "on_poweroff = \"destroy\"",
                    "on_reboot = \"restart\"",
                    "on_crash = \"destroy\"");

    /**
     * Of HVM guests. Without a video card a guest that starts from a kernel never leaves firmware;
     * no sound, no USB and no second screen, because nobody asked for them.
     */
    private static final List<String> ALWAYS_HVM =
            List.of(
                    "device_model_version = \"qemu-xen\"",
                    // The firmware reads from AHCI by DMA, and from IDE a word at a time.
                    "hdtype = \"ahci\"",
                    "vga = \"stdvga\"",
                    "serial = \"pty\"",
                    "usb = 0",
                    "sdl = 0",
                    "spice = 0",
                    "ms_vm_genid = \"generate\"");

    private final Vm vm;
    private final Surroundings around;
    private final List<String> lines = new ArrayList<>();

    private XlConfig(Vm vm, Surroundings around) {
        this.vm = vm;
        this.around = around;
    }

    /**
     * What a VM is launched with that its document does not say.
     *
     * @param channels to programs of the guest, by name: sockets on this host
     * @param acpiTables the VM's ACPI tables one after the other, checked
     * @param smbiosTables the VM's SMBIOS structures one after the other, each behind its length
     */
    public record Surroundings(
            XenVersion xen,
            Layout layout,
            Map<ImageName, Images.Files> images,
            Map<String, Path> channels,
            Optional<Path> acpiTables,
            Optional<Path> smbiosTables) {
        public Surroundings {
            images = Map.copyOf(images);
            channels = Map.copyOf(channels);
        }

        Images.Files image(ImageName name) {
            return Optional.ofNullable(images.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("no image " + name));
        }
    }

    /** The text of the file, or every setting that this host's xl is too old for. */
    public static Reading<String> of(Vm vm, Surroundings around) {
        List<Problem> unmet = XlSince.unmet(vm, around.xen());
        return unmet.isEmpty()
                ? Reading.good(new XlConfig(vm, around).text())
                : new Reading.Bad<>(unmet);
    }

    private String text() {
        text("name", vm.name().text());
        text("uuid", vm.id().toString());
        text("type", XlText.word(vm.xenType()));
        number("memory", vm.memory().mebibytes());
        number("vcpus", vm.processors());
        lines.addAll(ALWAYS);
        if (vm.role() != Role.USER) {
            number("driver_domain", 1);
        }
        boot();
        switch (vm.xenType()) {
            case HVM -> hvm();
            case PV, PVH -> screenWithoutFirmware();
        }
        settings();
        devices();
        return String.join("\n", lines) + "\n";
    }

    private void boot() {
        switch (vm.boot()) {
            case Boot.DirectKernel(var image, var commandLine) -> {
                Images.Files files = around.image(image);
                path("kernel", files.kernel().orElseThrow());
                files.initramfs().ifPresent(file -> path("ramdisk", file));
                text("cmdline", commandLine(files.commandLine(), commandLine));
            }
            case Boot.Bios _ -> {
                text("bios", "seabios");
                text("boot", "c");
            }
            case Boot.Uefi _ -> text("bios", "ovmf");
        }
    }

    /** What oxt's own images are told, as on every engine, and the console that Xen has. */
    private String commandLine(String ofImage, String ofVm) {
        String console = vm.xenType() == XenSettings.Type.HVM ? "" : "console=hvc0 ";
        return (ofImage + " " + console + "oxt.name=" + vm.name() + " " + ofVm).strip();
    }

    private void hvm() {
        lines.addAll(ALWAYS_HVM);
        if (vm.display() == Display.ON) {
            number("vnc", 1);
            // A name with a colon is passed to the device model as it is: a socket, and no port.
            text("vnclisten", "unix:" + XlText.plain(around.layout().vnc(vm.id())));
            number("vncunused", 0);
        } else {
            number("vnc", 0);
        }
        if (vm.xen().deviceModel() == DeviceModel.STUBDOMAIN) {
            number("device_model_stubdomain_override", 1);
        }
    }

    private void screenWithoutFirmware() {
        if (vm.display() == Display.ON) {
            String socket = XlText.plain(around.layout().vnc(vm.id()));
            list("vfb", List.of("vnc=1,vnclisten=unix:" + socket + ",vncunused=0"));
        }
    }

    private void settings() {
        XenSettings xen = vm.xen();
        xen.maxGrantVersion().ifPresent(version -> number("max_grant_version", version));
        if (!xen.viridian().isEmpty()) {
            list("viridian", xen.viridian().stream().map(XlText::word).toList());
        }
        if (xen.nestedHvm()) {
            number("nestedhvm", 1);
        }
        xen.label().ifPresent(label -> text("seclabel", label.text()));
        if (!xen.acpiTables().isEmpty()) {
            path("acpi_firmware", around.acpiTables().orElseThrow());
        }
        if (!xen.smbiosTables().isEmpty()) {
            path("smbios_firmware", around.smbiosTables().orElseThrow());
        }
        xen.timerMode().ifPresent(mode -> text("timer_mode", XlText.word(mode)));
        xen.cpuid().ifPresent(policy -> text("cpuid", policy.text()));
        // Argo has no key: where the hypervisor has it, it is a matter of the label's policy.
    }

    private void devices() {
        list(
                "disk",
                IntStream.range(0, vm.disks().size())
                        .mapToObj(number -> String.join(",", XlDevices.disk(vm, number, around)))
                        .toList());
        // Its cards are put into xenstore afterwards: xl would wait for driver domains that boot.
        List<PciDevice> hardware = vm.hardware();
        list("pci", hardware.stream().map(XlDevices::pci).toList());
        list(
                "channel",
                around.channels().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                                channel ->
                                        "name="
                                                + channel.getKey()
                                                + ",connection=socket,path="
                                                + XlText.plain(channel.getValue()))
                        .toList());
    }

    private void text(String key, String value) {
        lines.add(key + " = " + XlText.quoted(value));
    }

    private void path(String key, Path value) {
        lines.add(key + " = " + XlText.path(value));
    }

    private void number(String key, long value) {
        lines.add(key + " = " + value);
    }

    /** Nothing where there is nothing to list. */
    private void list(String key, List<String> values) {
        if (!values.isEmpty()) {
            lines.add(key + " = " + XlText.list(values));
        }
    }
}
