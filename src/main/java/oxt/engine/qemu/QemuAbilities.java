package oxt.engine.qemu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import oxt.engine.files.Firmware;
import oxt.engine.files.Programs;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;

/** What this machine's QEMU and the programs around it can do. */
final class QemuAbilities {
    private static final String OF_XEN =
            "Run the VM on a host with Xen and oxt's Xen engine, or take %s out of its document:"
                    + " oxt vm edit VM";

    private QemuAbilities() {}

    static Abilities of(Optional<Qemu> qemu, Programs programs) {
        Map<Feature, Ability> answers = new LinkedHashMap<>();
        for (Feature feature : Feature.all()) {
            answers.put(feature, answer(feature, qemu, programs));
        }
        return new Abilities("qemu", answers);
    }

    private static Ability answer(Feature feature, Optional<Qemu> qemu, Programs programs) {
        if (qemu.isEmpty()) {
            return missing("QEMU", Qemu.PACKAGE);
        }
        if (!qemu.get().isNewEnough()) {
            return new Ability.Unable(
                    "QEMU "
                            + qemu.get().version()
                            + " is too old; VMs need "
                            + Qemu.OLDEST
                            + " or newer.",
                    "Install Debian 12 or newer with its package " + Qemu.PACKAGE + ".");
        }
        for (String program : new String[] {"setsid", "setpriv", "unshare"}) {
            if (programs.find(program).isEmpty()) {
                return missing("The program " + program, "util-linux");
            }
        }
        return switch (feature) {
            case Feature.General general -> general(general, programs);
            case Feature.Hardware hardware -> hardware(hardware);
            case Feature.OfXen _ ->
                    new Ability.Unable(
                            "it is a setting of Xen, and this host runs QEMU without it",
                            OF_XEN.formatted("the setting"));
            case Feature.NotYet _ -> Feature.NotYet.ANSWER;
        };
    }

    private static Ability general(Feature.General feature, Programs programs) {
        return switch (feature) {
            case BOOT_DIRECT_KERNEL,
                    BOOT_BIOS,
                    DISK_RAW,
                    DISPLAY,
                    SCREENSHOTS,
                    LINKS,
                    SAVE,
                    PLUG_DISKS,
                    GROW_IN_USE,
                    UPLINK_USER ->
                    new Ability.Able();
            case BOOT_UEFI, UEFI_VARIABLES -> firmware();
            case DISK_QCOW2, DISK_FRESH, SNAPSHOTS, DISPOSABLES ->
                    programs.find("qemu-img").isPresent()
                            ? new Ability.Able()
                            : missing("The program qemu-img", "qemu-utils");
        };
    }

    private static Ability hardware(Feature.Hardware feature) {
        return switch (feature) {
            case UPLINK_PCI, PCI_DEVICES ->
                    new Ability.Unable(
                            "this engine does not pass PCI devices yet", OF_XEN.formatted("it"));
            case STORAGE_DOMAINS ->
                    new Ability.Unable(
                            "this engine's disks are files of the host",
                            OF_XEN.formatted("backend and device"));
        };
    }

    private static Ability firmware() {
        for (Path file : new Path[] {Firmware.code(), Firmware.variables()}) {
            if (!Files.isReadable(file)) {
                return new Ability.Unable(
                        "UEFI's file " + file + " is not on this machine.", Firmware.REMEDY);
            }
        }
        return new Ability.Able();
    }

    private static Ability missing(String what, String debianPackage) {
        return new Ability.Unable(
                what + " is not on this machine.", "Run: apt-get install " + debianPackage);
    }
}
