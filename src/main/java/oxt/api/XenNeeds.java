package oxt.api;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Boot;
import oxt.model.PciDevice;
import oxt.model.Place;
import oxt.model.Problem;
import oxt.model.XenSettings;
import oxt.model.XenSettings.DeviceModel;

/**
 * Whether what a VM has can be had by the type of Xen guest that it is.
 *
 * @param hardware every PCI device, be it the uplink's
 */
record XenNeeds(Boot boot, List<PciDevice> hardware, XenSettings xen) {
    List<Problem.Invalid> problems(Place place) {
        List<Problem.Invalid> problems = new ArrayList<>();
        XenSettings.Type type = xen.typeFor(boot, hardware);
        boolean firmware = !(boot instanceof Boot.DirectKernel);
        if (firmware && type != XenSettings.Type.HVM) {
            problems.add(needsHvm("xen-type-without-firmware", "firmware", type, place));
        }
        if (!hardware.isEmpty() && type == XenSettings.Type.PVH) {
            problems.add(
                    new Problem.Invalid(
                            "pci-in-pvh",
                            "A PVH guest cannot have a PCI device: Xen up to 4.20 has no way to"
                                    + " give it one.",
                            "Write type: hvm in xen, or remove type.",
                            place));
        }
        for (String setting : ofHvm()) {
            if (type != XenSettings.Type.HVM) {
                problems.add(needsHvm("xen-setting-of-hvm", setting, type, place));
            }
        }
        if (xen.timerMode().isPresent() && type == XenSettings.Type.PV) {
            problems.add(needsHvm("xen-setting-of-hvm", "timer-mode", type, place));
        }
        return problems;
    }

    /** Settings that are there and that only an HVM guest has. */
    private List<String> ofHvm() {
        List<String> settings = new ArrayList<>();
        if (!xen.viridian().isEmpty()) {
            settings.add("viridian");
        }
        if (xen.nestedHvm()) {
            settings.add("nested-hvm");
        }
        if (!xen.acpiTables().isEmpty()) {
            settings.add("acpi-tables");
        }
        if (!xen.smbiosTables().isEmpty()) {
            settings.add("smbios-tables");
        }
        if (xen.deviceModel() == DeviceModel.STUBDOMAIN) {
            settings.add("device-model");
        }
        return settings;
    }

    private static Problem.Invalid needsHvm(
            String code, String what, XenSettings.Type type, Place place) {
        return new Problem.Invalid(
                code,
                "Only an HVM guest can have " + what + "; this one is " + type + ".",
                "Write type: hvm in xen, or remove " + what + ".",
                place);
    }
}
