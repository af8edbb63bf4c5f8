package oxt.engine.qemu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The smallest guest that tells a working accelerator: firmware that enters 64-bit mode as a kernel
 * does, counts down, and ends QEMU through its exit device.
 */
final class CountingRom {
    /** Where QEMU's {@code isa-debug-exit} has to be. */
    static final int EXIT_PORT = 0xf4;

    /** QEMU ends with twice what was written and one. */
    static final int EXIT_CODE = 0x10 << 1 | 1;

    private static final int SIZE = 1 << 16;
    private static final int COUNT_AT = 0x71;
    private static final int RESET_VECTOR = 0xfff0;

    /** At f000:0000 when the processor begins (Intel SDM volume 3, 10.1.4 and 10.8.5). */
    private static final String CODE =
            "fa" // cli
                    + "2e660f0116a800" // lgdtl %cs:0xa8
                    + "0f20c00c010f22c0" // set CR0.PE
                    + "66ea18000f000800" // ljmpl $8, $0xf0018
                    // 32 bits: flat segments; page tables that map the first 2 MiB to themselves
                    + "66b810008ed88ec08ed0" // mov $0x10, %ds %es %ss
                    + "c7050010000003200000" // movl $0x2003, 0x1000
                    + "c7050020000003300000" // movl $0x3003, 0x2000
                    + "c7050030000083000000" // movl $0x83, 0x3000
                    + "b8001000000f22d8" // CR3 = 0x1000
                    + "b8200000000f22e0" // CR4 = PAE
                    + "b9800000c00f320d000100000f30" // EFER.LME
                    + "0f20c00d000000800f22c0" // set CR0.PG
                    + "ea70000f001800" // ljmp $0x18, $0xf0070
                    // 64 bits
                    + "b900000000" // mov $COUNT, %ecx
                    + "ffc975fc" // 1: dec %ecx; jnz 1b
                    + "b01066baf400ee" // outb $0x10 to the exit port
                    + "f4ebfd" // 1: hlt; jmp 1b
                    + "0f1f440000" // nothing, as far as 0x88
                    + "0000000000000000" // nothing
                    + "ffff0000009bcf00" // 0x08: 32-bit code
                    + "ffff00000093cf00" // 0x10: flat data
                    + "ffff0000009baf00" // 0x18: 64-bit code
                    + "1f0088000f00"; // the table's limit and address

    private CountingRom() {}

    static byte[] of(int count) {
        ByteBuffer rom = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        rom.put(HexFormat.of().parseHex(CODE));
        rom.putInt(COUNT_AT, count);
        rom.position(RESET_VECTOR);
        rom.put(HexFormat.of().parseHex("ea000000f0")); // ljmp $0xf000, $0
        return rom.array();
    }
}
