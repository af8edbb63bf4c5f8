package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElfFileTest {
    private static final long SEED = 20261122;

    @Test
    void a_library_names_the_libraries_it_needs() throws IOException {
        ElfFile library = ElfFile.read(javaLibrary()).orElseThrow();
        assertTrue(library.needed().contains("libc.so.6"), library.needed()::toString);
        assertEquals(Optional.empty(), library.interpreter());
    }

    @Test
    void a_program_names_its_loader() throws IOException {
        byte[] java = Files.readAllBytes(Path.of(System.getProperty("java.home"), "bin", "java"));
        assertEquals(
                Optional.of("/lib64/ld-linux-x86-64.so.2"),
                ElfFile.read(java).orElseThrow().interpreter());
    }

    @Test
    void a_kernel_module_names_the_modules_it_needs() {
        byte[] module = module("license=GPL\0depends=virtio_ring,net-failover\0");
        assertEquals(List.of("virtio_ring", "net_failover"), KernelModules.depends(module));
    }

    @Test
    void a_kernel_module_may_need_nothing() {
        assertEquals(List.of(), KernelModules.depends(module("depends=\0license=GPL\0")));
    }

    @Test
    void a_kernel_module_says_which_pci_devices_it_drives() {
        byte[] module = module("alias=pci:v00008086d000010D3sv*\0alias=of:N*T*\0depends=\0");
        assertEquals(
                List.of("pci:v00008086d000010D3sv*"),
                new KernelModules.Module(module, List.of()).pciAliases());
    }

    @Test
    void what_is_not_such_a_file_is_nothing() {
        assertEquals(Optional.empty(), ElfFile.read(new byte[0]));
        assertEquals(
                Optional.empty(), ElfFile.read("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void no_damage_makes_it_throw_or_hang() throws IOException {
        byte[] whole = javaLibrary();
        var random = new Random(SEED);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = Arrays.copyOf(whole, 64 + random.nextInt(whole.length - 64));
            for (int flips = random.nextInt(20); flips > 0; flips--) {
                damaged[random.nextInt(Math.min(damaged.length, 2048))] = (byte) random.nextInt();
            }
            ElfFile.read(damaged);
        }
    }

    private static byte[] javaLibrary() throws IOException {
        return Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so"));
    }

    /** A file with three sections: none, .modinfo, and the names of sections. */
    private static byte[] module(String words) {
        byte[] names = "\0.modinfo\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);
        byte[] info = words.getBytes(StandardCharsets.US_ASCII);
        int namesAt = 64 + info.length;
        int table = namesAt + names.length;
        ByteBuffer out = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        out.putLong(40, table).putShort(58, (short) 64).putShort(60, (short) 3);
        out.putShort(62, (short) 2);
        out.put(64, info).put(namesAt, names);
        out.putInt(table + 64, 1)
                .putLong(table + 64 + 24, 64)
                .putLong(table + 64 + 32, info.length);
        out.putInt(table + 128, 10).putLong(table + 128 + 24, namesAt);
        out.putLong(table + 128 + 32, names.length);
        return out.array();
    }
}
