package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import oxt.model.CpuidPolicy;
import oxt.model.Problem;
import oxt.model.TableName;
import oxt.model.XenLabel;
import oxt.model.XenSettings;
import oxt.model.XenSettings.DeviceModel;
import oxt.model.XenSettings.TimerMode;
import oxt.model.XenSettings.ViridianGroup;

/** The {@code xen} of a VM document; what is Xen's own default is not written. */
final class XenDocument {
    private static final String DEFAULT = "Xen's own";

    private static final Key<XenSettings, XenSettings.Type> TYPE =
            Key.optional(
                    "type",
                    Scalars.choice(XenSettings.Type.values()),
                    "hvm with firmware or PCI devices, else pvh",
                    "How Xen runs the guest: pv, pvh or hvm.",
                    XenSettings::type);
    private static final Key<XenSettings, Integer> MAX_GRANT_VERSION =
            Key.optional(
                    "max-grant-version",
                    Scalars.integer(1, 2),
                    DEFAULT,
                    "The newest version of grant tables that the guest may use; several of Xen's"
                            + " security advisories are about version 2 only.",
                    XenSettings::maxGrantVersion);
    private static final Key<XenSettings, List<ViridianGroup>> VIRIDIAN =
            list(
                    "viridian",
                    ListShape.of(
                            Scalars.choice(ViridianGroup.values()), ViridianGroup.values().length),
                    "Groups of Hyper-V's interface, for Windows; of HVM guests only.",
                    XenSettings::viridian);
    private static final Key<XenSettings, Boolean> NESTED_HVM =
            flag(
                    "nested-hvm",
                    "Whether the guest can run VMs itself, which Xen calls experimental; of HVM"
                            + " guests only.",
                    XenSettings::nestedHvm);
    private static final Key<XenSettings, XenLabel> LABEL =
            Key.optional(
                    "label",
                    Scalars.pattern(
                            "a label such as system_u:system_r:domU_t",
                            XenLabel.PATTERN,
                            XenLabel::parse),
                    "none",
                    "The security label of the domain, where Xen enforces a policy (FLASK).",
                    XenSettings::label);
    private static final Key<XenSettings, List<TableName>> ACPI_TABLES =
            tables(
                    "acpi-tables",
                    "Files in /etc/oxt/tables, each an ACPI table that the guest finds besides its"
                            + " firmware's own; of HVM guests only.",
                    XenSettings::acpiTables);
    private static final Key<XenSettings, List<TableName>> SMBIOS_TABLES =
            tables(
                    "smbios-tables",
                    "Files in /etc/oxt/tables, each an SMBIOS structure that the guest finds; of"
                            + " HVM guests only.",
                    XenSettings::smbiosTables);
    private static final Key<XenSettings, TimerMode> TIMER_MODE =
            Key.optional(
                    "timer-mode",
                    Scalars.choice(TimerMode.values()),
                    DEFAULT,
                    "What becomes of timer ticks that the guest missed while it did not run; not"
                            + " of PV guests.",
                    XenSettings::timerMode);
    private static final Key<XenSettings, CpuidPolicy> CPUID =
            Key.optional(
                    "cpuid",
                    Scalars.pattern(
                            "host and features with values, as host,avx2=0",
                            CpuidPolicy.PATTERN,
                            CpuidPolicy::parse),
                    DEFAULT,
                    "What the guest sees of the processor, in Xen's words.",
                    XenSettings::cpuid);
    private static final Key<XenSettings, Boolean> ARGO =
            flag(
                    "argo",
                    "Whether the guest may talk to others by Argo, where the hypervisor has it.",
                    XenSettings::argo);
    private static final Key<XenSettings, DeviceModel> DEVICE_MODEL =
            Key.optional(
                    "device-model",
                    Scalars.choice(DeviceModel.values()),
                    "dom0",
                    "Where an HVM guest's devices are emulated: in dom0, without its rights, or in"
                            + " a small domain of its own.",
                    xen ->
                            Optional.of(xen.deviceModel())
                                    .filter(place -> place != DeviceModel.DOM0));

    static final RecordShape<XenSettings> SHAPE =
            RecordShape.of(
                            "xen settings",
                            "What only Xen knows of a VM.",
                            List.of(
                                    TYPE,
                                    MAX_GRANT_VERSION,
                                    VIRIDIAN,
                                    NESTED_HVM,
                                    LABEL,
                                    ACPI_TABLES,
                                    SMBIOS_TABLES,
                                    TIMER_MODE,
                                    CPUID,
                                    ARGO,
                                    DEVICE_MODEL),
                            XenDocument::settings)
                    .check(List.of(VIRIDIAN), XenDocument::viridianHasBase);

    private XenDocument() {}

    private static XenSettings settings(Fields<XenSettings> fields) {
        return new XenSettings(
                fields.find(TYPE),
                fields.find(MAX_GRANT_VERSION),
                fields.find(VIRIDIAN).orElse(List.of()),
                fields.find(NESTED_HVM).orElse(false),
                fields.find(LABEL),
                fields.find(ACPI_TABLES).orElse(List.of()),
                fields.find(SMBIOS_TABLES).orElse(List.of()),
                fields.find(TIMER_MODE),
                fields.find(CPUID),
                fields.find(ARGO).orElse(false),
                fields.find(DEVICE_MODEL).orElse(DeviceModel.DOM0));
    }

    private static void viridianHasBase(Fields<XenSettings> fields) {
        List<ViridianGroup> groups = fields.find(VIRIDIAN).orElse(List.of());
        Set<ViridianGroup> once = new TreeSet<>(groups);
        if (once.size() < groups.size()) {
            fields.refuse(
                    new Problem.Invalid(
                            "duplicate-name",
                            "One of viridian's groups is there twice.",
                            "Name each once.",
                            fields.place(VIRIDIAN)));
        }
        if (!groups.isEmpty() && groups.stream().noneMatch(ViridianGroup::hasBase)) {
            fields.refuse(
                    new Problem.Invalid(
                            "viridian-without-base",
                            "Every group of viridian needs the group base.",
                            "Add base, or write [defaults].",
                            fields.place(VIRIDIAN)));
        }
    }

    private static Key<XenSettings, Boolean> flag(
            String name, String description, Function<XenSettings, Boolean> value) {
        return Key.optional(
                name,
                Scalars.onOff(),
                "off",
                description,
                xen -> Optional.of(value.apply(xen)).filter(on -> on));
    }

    private static Key<XenSettings, List<TableName>> tables(
            String name, String description, Function<XenSettings, List<TableName>> value) {
        ScalarShape<TableName> table =
                Scalars.pattern(
                        "the name of a file: letters, digits, dots, dashes",
                        TableName.PATTERN,
                        TableName::parse);
        return list(
                name,
                ListShape.named(table, XenSettings.MOST_TABLES, TableName::text),
                description,
                value);
    }

    private static <T> Key<XenSettings, List<T>> list(
            String name,
            ListShape<T> shape,
            String description,
            Function<XenSettings, List<T>> value) {
        return Key.optional(
                name,
                shape,
                "none",
                description,
                xen -> Optional.of(value.apply(xen)).filter(items -> !items.isEmpty()));
    }
}
