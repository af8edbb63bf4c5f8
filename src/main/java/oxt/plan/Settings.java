package oxt.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.Firewall;
import oxt.model.Measured;
import oxt.model.Nic;
import oxt.model.PciDevice;
import oxt.model.Uplink;
import oxt.model.Vm;

/** A VM's settings one by one, by the names of its document: {@code nics.lan.backend}. */
final class Settings {
    private Settings() {}

    /** In the document's order; the name and the id are not settings. */
    static Map<String, String> of(Vm vm) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("role", word(vm.role()));
        settings.put("memory", vm.memory().toString());
        settings.put("processors", String.valueOf(vm.processors()));
        boot(vm.boot(), settings);
        vm.disks().forEach(disk -> disk(disk, settings));
        vm.nics().forEach(nic -> nic(nic, settings));
        settings.put("display", word(vm.display()));
        settings.put("autostart", autostart(vm.autostart()));
        settings.put("uplink", uplink(vm.uplink()));
        pci(vm.pci(), settings);
        settings.putAll(XenSettingsText.of(vm.xen()));
        measured(vm, settings);
        return settings;
    }

    /** Of a measured VM, also what nobody can measure. */
    private static void measured(Vm vm, Map<String, String> settings) {
        if (!(vm.measured() instanceof Measured.Against(var accepted))) {
            return;
        }
        accepted.forEach((part, digest) -> settings.put("measured." + part.path(), digest.text()));
        vm.unmeasured()
                .forEach((path, why) -> settings.put("measured." + path, "not measured: " + why));
    }

    private static void boot(Boot boot, Map<String, String> settings) {
        switch (boot) {
            case Boot.DirectKernel(var image, var commandLine) -> {
                settings.put("boot.firmware", "direct-kernel");
                settings.put("boot.image", image.text());
                settings.put("boot.command-line", commandLine);
            }
            case Boot.Bios _ -> settings.put("boot.firmware", "bios");
            case Boot.Uefi _ -> settings.put("boot.firmware", "uefi");
        }
    }

    private static void disk(Disk disk, Map<String, String> settings) {
        String path = "disks." + disk.name() + ".";
        switch (disk.source()) {
            case DiskSource.FromImage(var image, var least) -> {
                settings.put(path + "image", image.text());
                if (least.bytes() > 0) {
                    settings.put(path + "size", least.toString());
                }
            }
            case DiskSource.Blank(var size) -> settings.put(path + "blank", size.toString());
            case DiskSource.InDomain(var backend, var device) -> {
                settings.put(path + "backend", backend.text());
                settings.put(path + "device", device.text());
            }
        }
        settings.put(path + "format", word(disk.format()));
        settings.put(path + "mode", word(disk.mode()));
    }

    private static void nic(Nic nic, Map<String, String> settings) {
        String path = "nics." + nic.name() + ".";
        settings.put(path + "backend", nic.backend().text());
        nic.spare().ifPresent(spare -> settings.put(path + "spare", spare.text()));
        settings.put(path + "mac", nic.mac().text());
        settings.put(path + "firewall", firewall(nic.firewall()));
    }

    private static void pci(List<PciDevice> devices, Map<String, String> settings) {
        for (int index = 0; index < devices.size(); index++) {
            PciDevice device = devices.get(index);
            settings.put(
                    "pci." + (index + 1),
                    device.address() + (device.permissive() ? ", permissive" : ""));
        }
    }

    private static String firewall(Firewall firewall) {
        String outgoing = "outgoing " + word(firewall.outgoing());
        return switch (firewall.rules().size()) {
            case 0 -> outgoing;
            case 1 -> "1 rule, then " + outgoing;
            default -> firewall.rules().size() + " rules, then " + outgoing;
        };
    }

    private static String autostart(Autostart autostart) {
        return switch (autostart) {
            case Autostart.Off _ -> "off";
            case Autostart.Order(var order) -> "order " + order;
        };
    }

    private static String uplink(Uplink uplink) {
        return switch (uplink) {
            case Uplink.None _ -> "none";
            case Uplink.User(var host) -> "user, host " + word(host);
            case Uplink.Pci(var device) -> "pci " + device.address();
        };
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
