package oxt.model;

import java.util.regex.Pattern;

/** What a VM's processors run first. */
public sealed interface Boot {

    /** The image's kernel and initramfs, without firmware's help; the command line is added to. */
    record DirectKernel(ImageName image, String commandLine) implements Boot {
        /** Linux on x86 takes no more (COMMAND_LINE_SIZE). */
        public static final int LONGEST_COMMAND_LINE = 2048;

        /** Printable ASCII. */
        public static final Pattern COMMAND_LINE =
                Pattern.compile("[ -~]{0," + LONGEST_COMMAND_LINE + "}");

        public DirectKernel {
            if (!COMMAND_LINE.matcher(commandLine).matches()) {
                throw new IllegalArgumentException("not a kernel command line");
            }
        }
    }

    /** PC BIOS from the first disk. */
    record Bios() implements Boot {}

    /** UEFI by OVMF, with variables of the VM's own. */
    record Uefi() implements Boot {}
}
