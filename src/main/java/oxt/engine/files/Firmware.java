package oxt.engine.files;

import java.nio.file.Path;

/** UEFI for guests, by OVMF, where Debian's package ovmf has it. */
public final class Firmware {
    public static final String REMEDY = "Run: apt-get install ovmf";

    private static final Path FOLDER = Path.of("/usr/share/OVMF");

    private Firmware() {}

    public static Path code() {
        return FOLDER.resolve("OVMF_CODE_4M.fd");
    }

    /** What a new VM's variables are. */
    public static Path variables() {
        return FOLDER.resolve("OVMF_VARS_4M.fd");
    }
}
