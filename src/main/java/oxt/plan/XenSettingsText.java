package oxt.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import oxt.model.TableName;
import oxt.model.XenSettings;
import oxt.model.XenSettings.DeviceModel;

/** Those of a VM's Xen settings that were asked for, by the names of its document. */
final class XenSettingsText {
    private XenSettingsText() {}

    static Map<String, String> of(XenSettings xen) {
        Map<String, String> settings = new LinkedHashMap<>();
        xen.type().ifPresent(type -> settings.put("xen.type", Settings.word(type)));
        xen.maxGrantVersion()
                .ifPresent(version -> settings.put("xen.max-grant-version", version.toString()));
        if (!xen.viridian().isEmpty()) {
            settings.put(
                    "xen.viridian",
                    xen.viridian().stream().map(Settings::word).collect(Collectors.joining(", ")));
        }
        if (xen.nestedHvm()) {
            settings.put("xen.nested-hvm", "on");
        }
        xen.label().ifPresent(label -> settings.put("xen.label", label.text()));
        tables("xen.acpi-tables", xen.acpiTables(), settings);
        tables("xen.smbios-tables", xen.smbiosTables(), settings);
        xen.timerMode().ifPresent(mode -> settings.put("xen.timer-mode", Settings.word(mode)));
        xen.cpuid().ifPresent(policy -> settings.put("xen.cpuid", policy.text()));
        if (xen.argo()) {
            settings.put("xen.argo", "on");
        }
        if (xen.deviceModel() != DeviceModel.DOM0) {
            settings.put("xen.device-model", Settings.word(xen.deviceModel()));
        }
        return settings;
    }

    private static void tables(String key, List<TableName> tables, Map<String, String> settings) {
        if (!tables.isEmpty()) {
            settings.put(
                    key, tables.stream().map(TableName::text).collect(Collectors.joining(", ")));
        }
    }
}
