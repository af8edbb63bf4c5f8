package oxt.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
        for (Feature feature : new TreeSet<>(features(vm).values())) {
            switch (facts.abilities().of(feature)) {
                case Ability.Able _ -> {}
                case Ability.Unable unable ->
                        unmet.add(
                                new Refusal.EngineCannot(
                                        vm.name(), facts.abilities().engine(), feature, unable));
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
                    case Boot.DirectKernel _ -> Feature.BOOT_DIRECT_KERNEL;
                    case Boot.Bios _ -> Feature.BOOT_BIOS;
                    case Boot.Uefi _ -> Feature.BOOT_UEFI;
                });
        for (Disk disk : vm.disks()) {
            String path = "disks." + disk.name() + ".";
            if (disk.source() instanceof DiskSource.InDomain) {
                features.put(path + "backend", Feature.STORAGE_DOMAINS);
                continue;
            }
            features.put(
                    path + "format",
                    switch (disk.format()) {
                        case RAW -> Feature.DISK_RAW;
                        case QCOW2 -> Feature.DISK_QCOW2;
                    });
            if (disk.mode() == DiskMode.FRESH) {
                features.put(path + "mode", Feature.DISK_FRESH);
            }
        }
        vm.nics().forEach(nic -> features.put("nics." + nic.name() + ".backend", Feature.LINKS));
        if (vm.display() == Display.ON) {
            features.put("display", Feature.DISPLAY);
        }
        switch (vm.uplink()) {
            case Uplink.None _ -> {}
            case Uplink.User _ -> features.put("uplink", Feature.UPLINK_USER);
            case Uplink.Pci _ -> features.put("uplink", Feature.UPLINK_PCI);
        }
        for (int number = 1; number <= vm.pci().size(); number++) {
            features.put("pci." + number, Feature.PCI_DEVICES);
        }
        features.putAll(XenFeatures.of(vm.xen()));
        return features;
    }
}
