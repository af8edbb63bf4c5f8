package oxt.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kernel, initramfs and command line in one program for UEFI, with systemd's stub before them. */
public final class UnifiedImage {
    private static final Path STUB = Path.of("/usr/lib/systemd/boot/efi/linuxx64.efi.stub");

    private UnifiedImage() {}

    /** Skips the test where the stub or objcopy are not installed. */
    public static void assumeParts() {
        assumeTrue(Files.exists(STUB), "systemd-boot-efi is not installed");
        assumeTrue(Files.exists(Path.of("/usr/bin/objcopy")), "binutils are not installed");
    }

    /**
     * @param folder for what lies in between
     */
    public static void write(Path file, Path kernel, Path initramfs, String line, Path folder)
            throws IOException, InterruptedException {
        Path release = Files.writeString(folder.resolve("osrel"), "ID=test\nVERSION_ID=1\n");
        Path command = Files.writeString(folder.resolve("cmdline"), line, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(List.of("objcopy"));
        section(words, ".osrel", release, 0x20000);
        section(words, ".cmdline", command, 0x30000);
        section(words, ".linux", kernel, 0x2000000);
        section(words, ".initrd", initramfs, 0x4000000);
        words.add(STUB.toString());
        words.add(file.toString());
        Process process = new ProcessBuilder(words).inheritIO().start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue());
    }

    private static void section(List<String> words, String name, Path content, int address) {
        words.add("--add-section");
        words.add(name + "=" + content);
        words.add("--change-section-vma");
        words.add(name + "=0x" + Integer.toHexString(address));
    }
}
