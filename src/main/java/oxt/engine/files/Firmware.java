package oxt.engine.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** UEFI for guests, by OVMF, and BIOS, by SeaBIOS, where Debian's packages have them. */
public final class Firmware {
    public static final String REMEDY = "Run: apt-get install ovmf";

    private static final Path FOLDER = Path.of("/usr/share/OVMF");

    /** Where QEMU looks for a BIOS by its name, in its order. */
    private static final List<Path> BIOS =
            List.of(
                    Path.of("/usr/share/qemu/bios-256k.bin"),
                    Path.of("/usr/share/seabios/bios-256k.bin"));

    private Firmware() {}

    /** What a machine without UEFI begins with; QEMU takes it without being told. */
    public static Path bios() {
        return BIOS.stream().filter(Files::exists).findFirst().orElse(BIOS.getLast());
    }

    public static Path code() {
        return FOLDER.resolve("OVMF_CODE_4M.fd");
    }

    /** What a new VM's variables are. */
    public static Path variables() {
        return FOLDER.resolve("OVMF_VARS_4M.fd");
    }
}
