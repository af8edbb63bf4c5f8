package oxt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import oxt.model.Problem;
import oxt.trust.BootStatus;
import oxt.trust.Pcr;

/**
 * What is known of this machine's boot; answers {@code GET /v1/launch/status}.
 *
 * @param measurer uefi, bios, txt, unknown where there is no log, or nothing
 * @param secureBoot on, off or unproven
 * @param bank of the registers
 * @param findings what to do about what is not well
 */
public record LaunchStatusReply(
        String measurer,
        String secureBoot,
        String bank,
        List<LaunchRegister> registers,
        List<Finding> findings) {
    private static final String SUBJECT = "measured boot";

    public LaunchStatusReply {
        registers = List.copyOf(registers);
        findings = List.copyOf(findings);
    }

    private static final Key<LaunchStatusReply, String> MEASURER =
            Replies.word(
                    "measurer",
                    "uefi, bios, txt, unknown or nothing.",
                    LaunchStatusReply::measurer);
    private static final Key<LaunchStatusReply, String> SECURE_BOOT =
            Replies.word("secure-boot", "on, off or unproven.", LaunchStatusReply::secureBoot);
    private static final Key<LaunchStatusReply, String> BANK =
            Replies.word("bank", "Of the registers.", LaunchStatusReply::bank);
    private static final Key<LaunchStatusReply, List<LaunchRegister>> REGISTERS =
            Key.required(
                    "registers",
                    ListShape.of(LaunchRegister.SHAPE, Replies.MOST),
                    "Every register that the TPM has.",
                    LaunchStatusReply::registers);
    private static final Key<LaunchStatusReply, List<Finding>> FINDINGS =
            Key.required(
                    "findings",
                    ListShape.of(Finding.SHAPE, Replies.MOST),
                    "What is not well, and what to do.",
                    LaunchStatusReply::findings);

    public static final RecordShape<LaunchStatusReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "Launch status",
                            "What is known of this machine's boot.",
                            List.of(MEASURER, SECURE_BOOT, BANK, REGISTERS, FINDINGS),
                            fields ->
                                    new LaunchStatusReply(
                                            fields.of(MEASURER),
                                            fields.of(SECURE_BOOT),
                                            fields.of(BANK),
                                            fields.of(REGISTERS),
                                            fields.of(FINDINGS))));

    public static LaunchStatusReply of(BootStatus status) {
        return new LaunchStatusReply(
                Scalars.word(status.measurer()),
                Scalars.word(status.secureBoot()),
                status.bank().word(),
                status.registers().stream().map(LaunchRegister::of).toList(),
                findings(status));
    }

    /** There is no TPM that could have been measured into. */
    public static LaunchStatusReply ofNothing(Problem why) {
        return new LaunchStatusReply(
                "nothing",
                Scalars.word(BootStatus.SecureBoot.UNPROVEN),
                "none",
                List.of(),
                List.of(new Finding(SUBJECT, Finding.Verdict.BAD, why.what(), why.remedy())));
    }

    private static List<Finding> findings(BootStatus status) {
        List<Finding> findings = new ArrayList<>();
        untouched(status).ifPresent(findings::add);
        switch (status.log()) {
            case NONE -> {
                findings.add(
                        warning(
                                "The kernel has no event log, below Xen it never has one; and none"
                                        + " of the programs and keys that were found here leads to PCR 4"
                                        + " or PCR 7. So nobody can say what the registers stand for.",
                                "Mount the EFI system partition (at /boot/efi or /efi) and the"
                                        + " firmware's variables (efivarfs), and restart oxtd."));
                return findings;
            }
            case KERNEL -> unproven(status).ifPresent(findings::add);
            case RECONSTRUCTED -> findings.add(reconstructed(status));
        }
        if (status.secureBoot() == BootStatus.SecureBoot.OFF) {
            findings.add(
                    warning(
                            "Secure Boot is off: whatever is on the disk was started, and measured.",
                            "Switch it on in the firmware."));
        }
        for (BootStatus.Part part : status.unmeasured()) {
            findings.add(unmeasured(part));
        }
        return findings;
    }

    private static Optional<Finding> untouched(BootStatus status) {
        List<Pcr> untouched = status.untouchedOfFirmware();
        return untouched.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                SUBJECT,
                                Finding.Verdict.BAD,
                                "Nothing was measured into "
                                        + String.join(
                                                ", ",
                                                untouched.stream().map(Pcr::toString).toList())
                                        + ": they are the same whatever boots, and no evidence.",
                                "Switch the TPM on in the firmware, with the bank "
                                        + status.bank().word()
                                        + ", and boot again."));
    }

    private static Optional<Finding> unproven(BootStatus status) {
        List<String> unproven =
                status.registers().stream()
                        .filter(r -> r.standing() == BootStatus.Standing.UNPROVEN)
                        .map(register -> register.pcr().toString())
                        .toList();
        return unproven.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        warning(
                                "The log does not lead to "
                                        + String.join(", ", unproven)
                                        + ": nothing that it says of them may be used.",
                                "See what else extends them since the boot; where nothing does,"
                                        + " the log was altered."));
    }

    private static Finding reconstructed(BootStatus status) {
        String proven =
                status.registers().stream()
                        .filter(register -> register.standing() == BootStatus.Standing.PROVEN)
                        .map(BootStatus.Register::pcr)
                        .filter(pcr -> !pcr.equals(BootStatus.FILES))
                        .map(Pcr::toString)
                        .collect(Collectors.joining(" and "));
        return new Finding(
                SUBJECT,
                Finding.Verdict.GOOD,
                "The kernel has no event log, below Xen it never has one; the programs and keys that"
                        + " are on this machine lead to "
                        + proven
                        + ".",
                "");
    }

    private static Finding unmeasured(BootStatus.Part part) {
        return switch (part) {
            case INITRAMFS ->
                    warning(
                            "Nothing measured an initramfs: what is in it can be changed unseen.",
                            "Boot a unified kernel image, or by a boot loader that measures what"
                                    + " it loads.");
            case COMMAND_LINE ->
                    warning(
                            "Nothing measured the kernel's command line.",
                            "Boot a unified kernel image, or by a boot loader that measures it.");
        };
    }

    private static Finding warning(String sentence, String remedy) {
        return new Finding(SUBJECT, Finding.Verdict.WARNING, sentence, remedy);
    }
}
