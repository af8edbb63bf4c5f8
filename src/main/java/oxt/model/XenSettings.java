package oxt.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What only Xen knows of a VM. Where something is not said, Xen's own default holds.
 *
 * @param type where it is not said, what the VM's other settings need ({@link Vm#xenType})
 * @param maxGrantVersion the newest version of grant tables that the guest may use: 1 or 2
 * @param viridian groups of Hyper-V's interface that the guest finds
 * @param label the security label of its domain
 * @param acpiTables added to those that its firmware makes
 * @param smbiosTables added to those that its firmware makes, or in their place
 */
public record XenSettings(
        Optional<Type> type,
        Optional<Integer> maxGrantVersion,
        List<ViridianGroup> viridian,
        boolean nestedHvm,
        Optional<XenLabel> label,
        List<TableName> acpiTables,
        List<TableName> smbiosTables,
        Optional<TimerMode> timerMode,
        Optional<CpuidPolicy> cpuid,
        boolean argo,
        DeviceModel deviceModel) {
    /** Xen's firmware takes sixteen tables besides its own. */
    public static final int MOST_TABLES = 16;

    /** A VM whose document says nothing of Xen. */
    public static final XenSettings DEFAULT =
            new XenSettings(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    false,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    DeviceModel.DOM0);

    public XenSettings {
        viridian = List.copyOf(viridian);
        acpiTables = List.copyOf(acpiTables);
        smbiosTables = List.copyOf(smbiosTables);
        if (maxGrantVersion.filter(version -> version < 1 || version > 2).isPresent()) {
            throw new IllegalArgumentException("grant tables have versions 1 and 2");
        }
        if (new HashSet<>(viridian).size() < viridian.size()) {
            throw new IllegalArgumentException("a Viridian group twice");
        }
        if (acpiTables.size() > MOST_TABLES || smbiosTables.size() > MOST_TABLES) {
            throw new IllegalArgumentException("more than " + MOST_TABLES + " tables");
        }
    }

    /** What was asked for, or what a VM's boot and its PCI devices need. */
    public Type typeFor(Boot boot, List<PciDevice> hardware) {
        boolean needsHvm = !hardware.isEmpty() || !(boot instanceof Boot.DirectKernel);
        return type.orElse(needsHvm ? Type.HVM : Type.PVH);
    }

    /** How Xen runs a guest. */
    public enum Type {
        /** Without any emulation, and with the processor's privileged part replaced by calls. */
        PV,
        /** In the processor's own virtual mode, without emulated devices. */
        PVH,
        /** In the processor's own virtual mode, with firmware and emulated devices. */
        HVM
    }

    /** A part of Hyper-V's interface, by Xen's name. */
    public enum ViridianGroup {
        /** Those that Xen chooses. */
        DEFAULTS,
        ALL,
        /** What every other group needs. */
        BASE,
        FREQ,
        TIME_REF_COUNT,
        REFERENCE_TSC,
        HCALL_REMOTE_TLB_FLUSH,
        APIC_ASSIST,
        CRASH_CTL,
        SYNIC,
        STIMER,
        HCALL_IPI,
        EX_PROCESSOR_MASKS,
        NO_VP_LIMIT,
        CPU_HOTPLUG;

        /** Whether it stands for others, the base among them. */
        public boolean hasBase() {
            return switch (this) {
                case DEFAULTS, ALL, BASE -> true;
                case FREQ,
                        TIME_REF_COUNT,
                        REFERENCE_TSC,
                        HCALL_REMOTE_TLB_FLUSH,
                        APIC_ASSIST,
                        CRASH_CTL,
                        SYNIC,
                        STIMER,
                        HCALL_IPI,
                        EX_PROCESSOR_MASKS,
                        NO_VP_LIMIT,
                        CPU_HOTPLUG ->
                        false;
            };
        }
    }

    /** What becomes of timer ticks that a guest missed while it did not run. */
    public enum TimerMode {
        DELAY_FOR_MISSED_TICKS,
        NO_DELAY_FOR_MISSED_TICKS,
        NO_MISSED_TICKS_PENDING,
        ONE_MISSED_TICK_PENDING
    }

    /** Where the program runs that emulates an HVM guest's devices. */
    public enum DeviceModel {
        DOM0,
        /** In a small domain of its own. */
        STUBDOMAIN
    }
}
