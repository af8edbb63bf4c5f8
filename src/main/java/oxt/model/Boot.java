package oxt.model;

/** What a VM's processors run first. */
public sealed interface Boot {

    /** The image's kernel and initramfs, without firmware's help; the command line is added to. */
    record DirectKernel(ImageName image, String commandLine) implements Boot {
        /** Linux on x86 takes no more (COMMAND_LINE_SIZE). */
        public static final int LONGEST_COMMAND_LINE = 2048;

        public DirectKernel {
            if (commandLine.length() > LONGEST_COMMAND_LINE
                    || !commandLine.chars().allMatch(c -> c >= ' ' && c < 127)) {
                throw new IllegalArgumentException("not a kernel command line");
            }
        }
    }

    /** PC BIOS from the first disk. */
    record Bios() implements Boot {}

    /** UEFI by OVMF, with variables of the VM's own. */
    record Uefi() implements Boot {}
}
