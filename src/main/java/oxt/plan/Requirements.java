package oxt.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.Display;
import oxt.model.ImageName;
import oxt.model.Nic;
import oxt.model.Uplink;
import oxt.model.Vm;

/** What a VM asks of its host and engine, checked against what they have. */
final class Requirements {
    private Requirements() {}

    static List<Refusal> unmet(Vm vm, Facts facts) {
        List<Refusal> unmet = new ArrayList<>();
        Set<Feature> asked = Set.copyOf(features(vm).values());
        for (Feature feature : Feature.all()) {
            if (asked.contains(feature)) {
                facts.abilities().refusal(vm.name(), feature).ifPresent(unmet::add);
            }
        }
        if (!(vm.boot() instanceof Boot.DirectKernel) && vm.disks().isEmpty()) {
            unmet.add(new Refusal.NothingToBoot(vm.name()));
        }
        for (Nic nic : vm.nics()) {
            if (!facts.driverDomains().containsKey(nic.backend())) {
                unmet.add(new Refusal.NoSuchDriverDomain(vm.name(), nic.name(), nic.backend()));
            }
            nic.spare()
                    .filter(spare -> !facts.driverDomains().containsKey(spare))
                    .ifPresent(
                            spare ->
                                    unmet.add(
                                            new Refusal.NoSuchSpare(vm.name(), nic.name(), spare)));
        }
        for (Disk disk : vm.disks()) {
            if (disk.source() instanceof DiskSource.InDomain(var backend, _)
                    && !facts.storageDomains().containsKey(backend)) {
                unmet.add(new Refusal.NoSuchStorageDomain(vm.name(), disk.name(), backend));
            }
        }
        return unmet;
    }

    /** The parts of images that the VM needs at each start. */
    static List<Refusal> unmetImages(Vm vm, Facts facts) {
        List<Refusal> unmet = new ArrayList<>();
        if (vm.boot() instanceof Boot.DirectKernel(var image, _)) {
            unmet.addAll(unmet(vm, image, ImagePart.KERNEL, facts));
        }
        for (Disk disk : vm.disks()) {
            if (disk.mode() != DiskMode.PERSISTENT) {
                unmet.addAll(unmet(vm, disk, facts));
            }
        }
        return unmet;
    }

    /** The image that a disk is made from. */
    static List<Refusal> unmet(Vm vm, Disk disk, Facts facts) {
        return switch (disk.source()) {
            case DiskSource.Blank _, DiskSource.InDomain _ -> List.of();
            case DiskSource.FromImage(var image, _) -> unmet(vm, image, ImagePart.DISK, facts);
        };
    }

    private static List<Refusal> unmet(Vm vm, ImageName image, ImagePart part, Facts facts) {
        if (!facts.images().containsKey(image)) {
            return List.of(new Refusal.NoSuchImage(vm.name(), image));
        }
        return facts.has(image, part)
                ? List.of()
                : List.of(new Refusal.ImageLacks(vm.name(), image, part));
    }

    /** What the engine must be able to do, by the setting that asks for it. */
    static Map<String, Feature> features(Vm vm) {
        Map<String, Feature> features = new LinkedHashMap<>();
        features.put(
                "boot.firmware",
                switch (vm.boot()) {
                    case Boot.DirectKernel _ -> Feature.General.BOOT_DIRECT_KERNEL;
                    case Boot.Bios _ -> Feature.General.BOOT_BIOS;
                    case Boot.Uefi _ -> Feature.General.BOOT_UEFI;
                });
        if (vm.boot() instanceof Boot.Uefi) {
            features.put("boot.variables", Feature.General.UEFI_VARIABLES);
        }
        for (Disk disk : vm.disks()) {
            String path = "disks." + disk.name() + ".";
            if (disk.source() instanceof DiskSource.InDomain) {
                features.put(path + "backend", Feature.Hardware.STORAGE_DOMAINS);
                continue;
            }
            features.put(
                    path + "format",
                    switch (disk.format()) {
                        case RAW -> Feature.General.DISK_RAW;
                        case QCOW2 -> Feature.General.DISK_QCOW2;
                    });
            if (disk.mode() == DiskMode.FRESH) {
                features.put(path + "mode", Feature.General.DISK_FRESH);
            }
        }
        vm.nics()
                .forEach(
                        nic ->
                                features.put(
                                        "nics." + nic.name() + ".backend", Feature.General.LINKS));
        if (vm.display() == Display.ON) {
            features.put("display", Feature.General.DISPLAY);
        }
        switch (vm.uplink()) {
            case Uplink.None _ -> {}
            case Uplink.User _ -> features.put("uplink", Feature.General.UPLINK_USER);
            case Uplink.Pci _ -> features.put("uplink", Feature.Hardware.UPLINK_PCI);
        }
        for (int number = 1; number <= vm.pci().size(); number++) {
            features.put("pci." + number, Feature.Hardware.PCI_DEVICES);
        }
        features.putAll(XenFeatures.of(vm.xen()));
        return features;
    }
}
