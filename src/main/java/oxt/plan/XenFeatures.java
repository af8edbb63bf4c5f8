package oxt.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import oxt.model.XenSettings;
import oxt.model.XenSettings.DeviceModel;

/**
 * What a VM's Xen settings ask of an engine. A type that was not asked for asks for nothing: an
 * engine says of firmware and of kernels whether it can start them.
 */
final class XenFeatures {
    private XenFeatures() {}

    static Map<String, Feature> of(XenSettings xen) {
        Map<String, Feature> features = new LinkedHashMap<>();
        xen.type().ifPresent(type -> features.put("xen.type", of(type)));
        if (xen.maxGrantVersion().isPresent()) {
            features.put("xen.max-grant-version", Feature.OfXen.GRANT_VERSION);
        }
        if (!xen.viridian().isEmpty()) {
            features.put("xen.viridian", Feature.OfXen.VIRIDIAN);
        }
        if (xen.nestedHvm()) {
            features.put("xen.nested-hvm", Feature.OfXen.NESTED_HVM);
        }
        if (xen.label().isPresent()) {
            features.put("xen.label", Feature.OfXen.LABEL);
        }
        if (!xen.acpiTables().isEmpty()) {
            features.put("xen.acpi-tables", Feature.OfXen.ACPI_TABLES);
        }
        if (!xen.smbiosTables().isEmpty()) {
            features.put("xen.smbios-tables", Feature.OfXen.SMBIOS_TABLES);
        }
        if (xen.timerMode().isPresent()) {
            features.put("xen.timer-mode", Feature.OfXen.TIMER_MODE);
        }
        if (xen.cpuid().isPresent()) {
            features.put("xen.cpuid", Feature.OfXen.CPUID);
        }
        if (xen.argo()) {
            features.put("xen.argo", Feature.OfXen.ARGO);
        }
        if (xen.deviceModel() == DeviceModel.STUBDOMAIN) {
            features.put("xen.device-model", Feature.OfXen.STUBDOMAIN);
        }
        return features;
    }

    private static Feature of(XenSettings.Type type) {
        return switch (type) {
            case PV -> Feature.OfXen.PV;
            case PVH -> Feature.OfXen.PVH;
            case HVM -> Feature.OfXen.HVM;
        };
    }
}
