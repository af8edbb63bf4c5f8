package oxt.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.model.Problem;
import oxt.model.Reading;

/** Which registers a secret may be sealed to. */
public final class SealingChoice {
    /**
     * What runs and who vouched for it: firmware, option ROMs, boot loaders and kernels, Secure
     * Boot, commands and files, unified images, shim's keys. The others hold settings and
     * partitions, which change for reasons of no interest here.
     */
    private static final Set<Integer> MEANINGFUL = Set.of(0, 2, 4, 7, 8, 9, 11, 12, 13, 14);

    /** Programs that run change these, or may reset them. */
    private static final Set<Integer> MOVING = Set.of(10, 16, 23);

    /** What the log leads to. */
    private static final Set<BootStatus.Standing> EXPLAINED = Set.of(BootStatus.Standing.PROVEN);

    /** Where there is no log, what a register holds has to do. */
    private static final Set<BootStatus.Standing> HELD =
            Set.of(BootStatus.Standing.PROVEN, BootStatus.Standing.UNPROVEN);

    private SealingChoice() {}

    /**
     * @param asked empty for all that are proven and meaningful; without a log they must be named
     */
    public static Reading<PcrBank> of(BootStatus status, List<Pcr> asked) {
        List<Problem> problems = new ArrayList<>();
        if (status.bank() == HashAlgorithm.SHA1) {
            problems.add(
                    new Problem.Conflict(
                            "bank-too-weak",
                            "The TPM and the log have only SHA-1 in common, which can be"
                                    + " counterfeited.",
                            "Switch the TPM's SHA-256 bank on in the firmware."));
        }
        if (!status.untouchedOfFirmware().isEmpty()) {
            problems.add(
                    new Problem.Conflict(
                            "registers-of-no-boot",
                            "The firmware measured nothing into "
                                    + words(status.untouchedOfFirmware())
                                    + ": its registers would be the same whatever boots.",
                            "Boot by UEFI with the TPM switched on in the firmware."));
        }
        boolean hasLog = status.measurer() != BootStatus.Measurer.UNKNOWN;
        if (!hasLog && asked.isEmpty()) {
            problems.add(
                    new Problem.Conflict(
                            "registers-needed",
                            "This boot has no event log, so nothing says which registers stand for"
                                    + " what runs.",
                            "Name them, and they are sealed to by what they hold, as below Xen:"
                                    + " --registers 4,7"));
        }
        SortedMap<Pcr, Bytes> values = new TreeMap<>();
        for (BootStatus.Register register : status.registers()) {
            if (asked.isEmpty() ? isMeaningful(register) : asked.contains(register.pcr())) {
                values.put(register.pcr(), register.value());
            }
            if (asked.contains(register.pcr())) {
                check(register, hasLog ? EXPLAINED : HELD, problems);
            }
        }
        if (problems.isEmpty() && values.isEmpty()) {
            problems.add(
                    new Problem.Conflict(
                            "no-register-proven",
                            "The boot's log leads to no register that says what runs.",
                            "See why: oxt launch status"));
        }
        return problems.isEmpty()
                ? Reading.good(new PcrBank(status.bank(), values))
                : new Reading.Bad<>(problems);
    }

    private static boolean isMeaningful(BootStatus.Register register) {
        return register.standing() == BootStatus.Standing.PROVEN
                && MEANINGFUL.contains(register.pcr().index());
    }

    private static void check(
            BootStatus.Register register, Set<BootStatus.Standing> enough, List<Problem> problems) {
        Pcr pcr = register.pcr();
        if (MOVING.contains(pcr.index())) {
            problems.add(
                    new Problem.Conflict(
                            "register-moves",
                            pcr + " changes while the machine runs.",
                            "Leave it out."));
            return;
        }
        if (enough.contains(register.standing())) {
            return;
        }
        switch (register.standing()) {
            case PROVEN -> {}
            case UNTOUCHED ->
                    problems.add(
                            new Problem.Conflict(
                                    "register-untouched",
                                    pcr
                                            + " is as it was at power-on: it is the same whatever"
                                            + " boots.",
                                    "Leave it out."));
            case UNPROVEN ->
                    problems.add(
                            new Problem.Conflict(
                                    "register-unproven",
                                    "The boot's log does not lead to what "
                                            + pcr
                                            + " holds, so"
                                            + " nobody knows what it stands for.",
                                    "Leave it out, or see the log: oxt launch log"));
        }
    }

    private static String words(List<Pcr> registers) {
        return String.join(", ", registers.stream().map(Pcr::toString).toList());
    }
}
