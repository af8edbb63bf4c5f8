package oxt.api;

import java.util.List;
import oxt.trust.BootStatus;
import oxt.trust.Pcr;

/**
 * A register of this machine's TPM, and whether the boot's log leads to it.
 *
 * @param holds what is measured into it by custom
 * @param standing proven: the log leads to what it holds; unproven: it does not, and nothing that
 *     the log says of it may be used; untouched: nothing was ever measured into it
 */
public record LaunchRegister(int pcr, String holds, String value, String standing) {
    private static final Key<LaunchRegister, Integer> PCR =
            Key.required(
                    "pcr", Scalars.integer(0, Pcr.COUNT - 1), "The register.", LaunchRegister::pcr);
    private static final Key<LaunchRegister, String> HOLDS =
            Replies.word("holds", "What is measured into it.", LaunchRegister::holds);
    private static final Key<LaunchRegister, String> VALUE =
            Replies.word("value", "In hexadecimal digits.", LaunchRegister::value);
    private static final Key<LaunchRegister, String> STANDING =
            Replies.word("standing", "proven, unproven or untouched.", LaunchRegister::standing);
    static final RecordShape<LaunchRegister> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "Launch register",
                            "A register of the TPM, and whether the log leads to it.",
                            List.of(PCR, HOLDS, VALUE, STANDING),
                            fields ->
                                    new LaunchRegister(
                                            fields.of(PCR),
                                            fields.of(HOLDS),
                                            fields.of(VALUE),
                                            fields.of(STANDING))));

    static LaunchRegister of(BootStatus.Register register) {
        return new LaunchRegister(
                register.pcr().index(),
                holds(register.pcr()),
                register.value().hex(),
                Scalars.word(register.standing()));
    }

    /** By the PC Client Platform Firmware Profile, 3.3.4, and the habits of Linux's loaders. */
    private static String holds(Pcr pcr) {
        return switch (pcr.index()) {
            case 0 -> "the firmware";
            case 1 -> "the firmware's settings, boot entries";
            case 2 -> "option ROMs and drivers from cards";
            case 3 -> "their settings";
            case 4 -> "boot loaders and the kernel";
            case 5 -> "partitions, what the boot manager did";
            case 6 -> "the maker's own";
            case 7 -> "Secure Boot: keys, and who vouched";
            case 8 -> "GRUB's commands, the kernel's command line";
            case 9 -> "files that were loaded: configuration, kernel, initramfs";
            case 10 -> "files that the kernel measured (IMA)";
            case 11 -> "a unified kernel image, by its sections";
            case 12, 13 -> "additions to a unified kernel image";
            case 14 -> "shim's own keys";
            case 15 -> "what the initramfs measured";
            case 16 -> "for trying things out";
            case 17, 18, 19, 20, 21, 22 -> "a late launch";
            default -> "for programs";
        };
    }
}
