package oxt.engine.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.XenSettings;
import oxt.model.XenSettings.DeviceModel;
import oxt.model.XenSettings.ViridianGroup;
import oxt.plan.Ability;
import oxt.plan.Feature;

/** What a VM's settings need that xl did not always know, and since when it does. */
public final class XlSince {
    static final XenVersion PVH = new XenVersion(4, 10);
    static final XenVersion STIMER = new XenVersion(4, 13);
    static final XenVersion LINUX_STUBDOMAIN = new XenVersion(4, 14);
    static final XenVersion MORE_VIRIDIAN = new XenVersion(4, 15);
    static final XenVersion MAX_GRANT_VERSION = new XenVersion(4, 16);

    /** Frontends are told whether to trust their backends (XSA-403). */
    static final XenVersion UNTRUSTED_BACKENDS = new XenVersion(4, 17);

    /** Nothing older can do what oxt needs of xl for every VM. */
    static final XenVersion OLDEST = new XenVersion(4, 14);

    /** What is not here any xl has that can be used at all. */
    private static final Map<Feature, XenVersion> SINCE =
            Map.of(
                    Feature.OfXen.PVH, PVH,
                    Feature.OfXen.GRANT_VERSION, MAX_GRANT_VERSION,
                    Feature.OfXen.STUBDOMAIN, LINUX_STUBDOMAIN);

    /** A setting by its name in the document. */
    private record Need(String setting, XenVersion since) {}

    private XlSince() {}

    /** Every setting that this release does not know. */
    static List<Problem> unmet(Vm vm, XenVersion host) {
        List<Problem> unmet = new ArrayList<>();
        for (Need need : needs(vm)) {
            if (!host.has(need.since())) {
                unmet.add(
                        new Problem.Conflict(
                                "xen-too-old",
                                "VM "
                                        + vm.name()
                                        + " asks for "
                                        + need.setting()
                                        + ", which Xen knows from "
                                        + need.since()
                                        + " on; this host runs "
                                        + host
                                        + ".",
                                "Install a newer Xen, or take the setting away: oxt vm edit "
                                        + vm.name()));
            }
        }
        return unmet;
    }

    /** Why this release cannot do a thing, where it is too old for all of it. */
    public static Optional<Ability.Unable> tooOld(Feature feature, XenVersion host) {
        XenVersion since = SINCE.getOrDefault(feature, OLDEST);
        return host.has(since)
                ? Optional.empty()
                : Optional.of(
                        new Ability.Unable(
                                "Xen knows it from " + since + " on, and this host runs " + host,
                                "Install Debian 12 or newer with its package"
                                        + " xen-system-amd64."));
    }

    private static List<Need> needs(Vm vm) {
        List<Need> needs = new ArrayList<>();
        XenSettings xen = vm.xen();
        needs.add(new Need("what oxt writes for every VM", OLDEST));
        if (xen.maxGrantVersion().isPresent()) {
            needs.add(new Need("xen.max-grant-version", MAX_GRANT_VERSION));
        }
        if (xen.deviceModel() == DeviceModel.STUBDOMAIN) {
            needs.add(new Need("xen.device-model stubdomain", LINUX_STUBDOMAIN));
        }
        for (ViridianGroup group : xen.viridian()) {
            since(group)
                    .ifPresent(
                            since ->
                                    needs.add(
                                            new Need(
                                                    "group "
                                                            + XlText.word(group).replace('_', '-')
                                                            + " of xen.viridian",
                                                    since)));
        }
        return needs;
    }

    private static Optional<XenVersion> since(ViridianGroup group) {
        return switch (group) {
            case STIMER, HCALL_IPI -> Optional.of(STIMER);
            case EX_PROCESSOR_MASKS, NO_VP_LIMIT, CPU_HOTPLUG -> Optional.of(MORE_VIRIDIAN);
            case DEFAULTS,
                    ALL,
                    BASE,
                    FREQ,
                    TIME_REF_COUNT,
                    REFERENCE_TSC,
                    HCALL_REMOTE_TLB_FLUSH,
                    APIC_ASSIST,
                    CRASH_CTL,
                    SYNIC ->
                    Optional.empty();
        };
    }

    /** Whether a disk is served by a domain that its VM need not trust. */
    static boolean isUntrusted(Disk disk, XenVersion host) {
        return disk.source() instanceof DiskSource.InDomain && host.has(UNTRUSTED_BACKENDS);
    }
}
