package oxt.trust;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be said of a boot from its log, the kernel's list of files and the TPM's registers.
 *
 * @param log where it came from
 * @param registers of one bank, the best that log and TPM have in common
 * @param unmeasured what nothing in the log stands for, though it decided what runs
 */
public record BootStatus(
        Measurer measurer,
        LogSource log,
        SecureBoot secureBoot,
        HashAlgorithm bank,
        List<Register> registers,
        Set<Part> unmeasured) {

    /** Who measured first, so that all else could be measured. */
    public enum Measurer {
        UEFI,
        BIOS,
        /** A late launch, by Intel's TXT. */
        TXT,
        /** There is a TPM and no log: the registers are all there is. */
        UNKNOWN
    }

    /** Where the log came from. */
    public enum LogSource {
        NONE,
        /** From the firmware, by the kernel. */
        KERNEL,
        /** Put together afterwards, for the registers that it leads to. */
        RECONSTRUCTED
    }

    public enum SecureBoot {
        ON,
        OFF,
        /** The log says something of it that the register does not bear out, or nothing. */
        UNPROVEN
    }

    /** Of a boot of Linux. */
    public enum Part {
        INITRAMFS,
        COMMAND_LINE
    }

    public enum Standing {
        /** The log, or the kernel's list, leads to it. */
        PROVEN,
        /** It does not, and nothing said of it may be used. */
        UNPROVEN,
        /** Nothing was ever measured into it. */
        UNTOUCHED
    }

    public record Register(Pcr pcr, Bytes value, Standing standing) {}

    public BootStatus {
        registers = List.copyOf(registers);
        unmeasured = Set.copyOf(unmeasured);
    }

    /** Into this register the kernel measures files, as its list says. */
    public static final Pcr FILES = new Pcr(10);

    private static final Pcr SECURE_BOOT = new Pcr(7);

    /** Sections of unified images: systemd's stub's, and Xen's. */
    private static final Set<String> INITRAMFS = Set.of(".initrd", ".ramdisk");

    private static final Set<String> COMMAND_LINE = Set.of(".cmdline", ".config");

    /** The firmware's own registers: a boot that left one of them as it was measured nothing. */
    private static final int LAST_OF_FIRMWARE = 7;

    /**
     * @param tpm at least one bank
     * @param files the kernel's list; empty where it measures none
     */
    public static BootStatus of(
            Optional<EventLog> log, List<ImaEntry> files, Map<HashAlgorithm, PcrBank> tpm) {
        PcrBank bank = bank(log, tpm);
        List<Register> registers = new ArrayList<>();
        bank.values()
                .forEach(
                        (pcr, value) ->
                                registers.add(
                                        new Register(pcr, value, standing(log, files, bank, pcr))));
        return new BootStatus(
                log.map(BootStatus::measurer).orElse(Measurer.UNKNOWN),
                log.map(BootStatus::source).orElse(LogSource.NONE),
                secureBoot(log, bank),
                bank.algorithm(),
                registers,
                log.map(BootStatus::unmeasured).orElse(EnumSet.allOf(Part.class)));
    }

    /** Registers of the firmware that are as they were at power-on, which is no evidence at all. */
    public List<Pcr> untouchedOfFirmware() {
        return registers.stream()
                .filter(register -> register.standing() == Standing.UNTOUCHED)
                .map(Register::pcr)
                .filter(pcr -> pcr.index() <= LAST_OF_FIRMWARE)
                .toList();
    }

    /** The best that log and TPM have in common; the TPM's best where there is no log. */
    public static PcrBank bank(Optional<EventLog> log, Map<HashAlgorithm, PcrBank> tpm) {
        Set<HashAlgorithm> common = EnumSet.copyOf(tpm.keySet());
        log.ifPresent(read -> common.retainAll(read.banks()));
        HashAlgorithm best = HashAlgorithm.shown(common.isEmpty() ? tpm.keySet() : common);
        return Optional.ofNullable(tpm.get(best)).orElseThrow();
    }

    private static Standing standing(
            Optional<EventLog> log, List<ImaEntry> files, PcrBank bank, Pcr pcr) {
        if (bank.isUntouched(pcr)) {
            return Standing.UNTOUCHED;
        }
        boolean proven =
                pcr.equals(FILES) && !files.isEmpty()
                        ? isProven(files, bank)
                        : log.map(read -> isProven(read, bank, pcr)).orElse(false);
        return proven ? Standing.PROVEN : Standing.UNPROVEN;
    }

    private static boolean isProven(List<ImaEntry> files, PcrBank bank) {
        Bytes value = bank.value(FILES).orElseThrow();
        return ImaReplay.of(files, bank.algorithm(), FILES, value) instanceof ImaReplay.Proven;
    }

    private static boolean isProven(EventLog log, PcrBank bank, Pcr pcr) {
        return Replay.of(log, bank.only(pcr)) instanceof Replay.Proven;
    }

    private static LogSource source(EventLog log) {
        return log.isReconstructed() ? LogSource.RECONSTRUCTED : LogSource.KERNEL;
    }

    private static Measurer measurer(EventLog log) {
        boolean isLate = false;
        boolean isUefi = false;
        for (LoggedEvent event : log.events()) {
            isLate |= event.pcr().map(Pcr::isOfLateLaunch).orElse(false);
            isUefi |= event.claim().type().isUefi();
        }
        if (isLate) {
            return Measurer.TXT;
        }
        return isUefi ? Measurer.UEFI : Measurer.BIOS;
    }

    /** By the content that register 7's digest covers, and by nothing else. */
    private static SecureBoot secureBoot(Optional<EventLog> log, PcrBank bank) {
        if (log.isEmpty()
                || bank.value(SECURE_BOOT).isEmpty()
                || !(Replay.of(log.get(), bank.only(SECURE_BOOT))
                        instanceof Replay.Proven(var proven))) {
            return SecureBoot.UNPROVEN;
        }
        for (ProvenLog.Measurement measurement : proven.measurements()) {
            // The whole variable is hashed here, its name with it; the type need not be believed.
            Optional<Boolean> set = measurement.content().flatMap(BootStatus::secureBoot);
            if (set.isPresent()) {
                return set.get() ? SecureBoot.ON : SecureBoot.OFF;
            }
        }
        return SecureBoot.UNPROVEN;
    }

    private static Optional<Boolean> secureBoot(Bytes content) {
        var claim = new LoggedEvent.Claim(EventType.VARIABLE_DRIVER_CONFIG, content);
        return EventContentReader.read(claim)
                                instanceof EventContent.Variable(_, var name, var value)
                        && name.equals("SecureBoot")
                        && value instanceof EventContent.VariableValue.Flag(var set)
                ? Optional.of(set)
                : Optional.empty();
    }

    private static Set<Part> unmeasured(EventLog log) {
        Set<Part> missing = EnumSet.allOf(Part.class);
        for (LoggedEvent event : log.events()) {
            switch (EventContentReader.read(event.claim())) {
                case EventContent.Tagged(var tag, _) -> {
                    if (tag == LinuxTags.INITRAMFS) {
                        missing.remove(Part.INITRAMFS);
                    } else if (tag == LinuxTags.COMMAND_LINE) {
                        missing.remove(Part.COMMAND_LINE);
                    }
                }
                case EventContent.Words(var text) -> {
                    if (INITRAMFS.contains(text) || text.matches("[^: ]*init(rd|ramfs)[^: ]*")) {
                        missing.remove(Part.INITRAMFS);
                    } else if (COMMAND_LINE.contains(text) || text.startsWith("kernel_cmdline: ")) {
                        missing.remove(Part.COMMAND_LINE);
                    }
                }
                case EventContent.Separator _,
                        EventContent.Variable _,
                        EventContent.Image _,
                        EventContent.FirmwarePart _,
                        EventContent.PartitionTable _,
                        EventContent.Header _,
                        EventContent.StartupLocality _,
                        EventContent.Opaque _ -> {}
            }
        }
        return missing;
    }
}
