package oxt.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import oxt.model.Digest;

/**
 * The smallest guest that lives: it boots in a third of a second, says a dot on its serial line at
 * each tick of the clock, shuts down when its power button is pressed, and lets go of what is to be
 * unplugged. It leaves the processors to those who test.
 */
public final class SmallGuest {
    public static final String IMAGE = "small";

    /** A kernel for QEMU's Multiboot loader (the Multiboot Specification 0.6.96, 3.1), 32 bits. */
    private static final String CODE =
            "02b0ad1b" // magic
                    + "00000100" // flags: addresses follow
                    + "fe4f51e4" // checksum
                    + "00001000000010000000000000101000" // header, load, load end, bss end
                    + "20001000" // entry
                    + "fa" // cli
                    + "0f0115a0001000" // lgdt 0x1000a0
                    + "ea2f0010000800" // ljmp $8, $0x10002f
                    + "b8100000008ed88ec08ed0" // mov $0x10, %ds %es %ss
                    + "bc00801000" // mov $0x108000, %esp
                    + "0f011da6001000" // lidt 0x1000a6
                    + "ba02060000b80001000066ef" // PM1_EN: the power button is heard
                    + "fb" // sti
                    + "f4" // 1: hlt
                    + "e89f00000090" // call 0x1000f8
                    + "ba0006000066ed" // in PM1_STS
                    + "f6c401740c" // was it pressed? else jz 2f
                    + "ba04060000b80020000066ef" // PM1_CNT: S5, off
                    + "baf8030000b02eee" // 2: '.' to COM1
                    + "ebd7" // jmp 1b
                    + "50b020e62058cf" // the clock's interrupt: its end to the controller, iret
                    + "8d742600900000000000000000" // nothing, as far as 0x90
                    + "ffff0000009bcf00" // 0x08: code
                    + "ffff00000093cf00" // 0x10: data
                    + "170088001000" // the segments' limit and address
                    + "4700b0001000" // the interrupts'
                    + "8d742600" // nothing, as far as 0xb0
                    + "00".repeat(64) // interrupts 0 to 7
                    + "7c000800008e1000" // interrupt 8: the clock
                    // As far as 0xf8. QEMU's docs/specs/acpi_pci_hotplug: ports from 0xcc0 on.
                    + "ff0500081000" // incl 0x100800
                    + "31c9" // xor %ecx, %ecx
                    + "bad00c000089c8ef" // 3: select bus %ecx
                    + "b2c4ed" // what is to go there?
                    + "b2c885c07401ef" // let it go
                    + "4183f92075e8c3"; // the next of 32 buses; ret

    private SmallGuest() {}

    /** Puts the image into a state folder. */
    public static void put(Path state) throws IOException {
        put(state, HexFormat.of().parseHex(CODE));
    }

    /**
     * The same with another kernel, of the same size by and large: Xen's guests begin otherwise.
     */
    public static void put(Path state, byte[] kernel) throws IOException {
        Path folder = folder(state, IMAGE);
        Files.write(folder.resolve("vmlinuz"), kernel);
        // An image has an initramfs, though this kernel does not look at it.
        Files.write(folder.resolve("initramfs.cpio"), new byte[4]);
        finish(state, IMAGE, List.of("initramfs.cpio", "vmlinuz"));
    }

    /** Puts an image {@code large} there, of a disk without a hole. */
    static void putDisk(Path state, int mebibytes) throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        new Random(1).nextBytes(mebibyte);
        try (OutputStream disk =
                Files.newOutputStream(folder(state, "large").resolve("disk.raw"))) {
            for (int count = 0; count < mebibytes; count++) {
                disk.write(mebibyte);
            }
        }
        finish(state, "large", List.of("disk.raw"));
    }

    private static Path folder(Path state, String image) throws IOException {
        return Files.createDirectories(state.resolve("images").resolve(image + "@0"));
    }

    /** Writes the manifest, which makes it an image. */
    private static void finish(Path state, String image, List<String> files) throws IOException {
        Path folder = folder(state, image);
        StringBuilder lines = new StringBuilder();
        List<String> entries = new ArrayList<>();
        long whole = 0;
        for (String name : files) {
            long size = Files.size(folder.resolve(name));
            // Nothing checks a digest of files that are in place.
            Digest digest = Digest.of(name.getBytes(StandardCharsets.UTF_8));
            whole += size;
            lines.append(name + " " + size + " " + digest + "\n");
            entries.add(
                    "{\"name\": \"%s\", \"size\": %d, \"digest\": \"%s\"}"
                            .formatted(name, size, digest));
        }
        Files.writeString(
                folder.resolve("image.json"),
                """
                {"name": "%s", "kind": "test", "digest": "%s", "size": %d, "command-line": "",
                 "files": %s, "made-from": []}
                """
                        .formatted(
                                image,
                                Digest.of(lines.toString().getBytes(StandardCharsets.UTF_8)),
                                whole,
                                entries));
        Files.createSymbolicLink(state.resolve("images").resolve(image), folder.getFileName());
    }
}
