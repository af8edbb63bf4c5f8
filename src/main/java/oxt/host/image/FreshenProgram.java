package oxt.host.image;

/**
 * The program in a guest that takes a clock's time and a seed from its standard input, 56 bytes:
 * what no shell can do, because both are system calls of their own. Linux of Debian 12 has no
 * driver for vmgenid, so nothing else there tells a copied guest's random numbers apart.
 */
final class FreshenProgram {
    /** System calls by number (arch/x86/entry/syscalls/syscall_64.tbl); an error ends it with 1. */
    private static final String CODE =
            "4883ec40" // sub $64, %rsp
                    + "31c0"
                    + "31ff"
                    + "4889e6"
                    + "6a385a"
                    + "0f05" // read(0, %rsp, 56)
                    + "83f838"
                    + "7554" // cmp $56, %eax; jne fail
                    + "b8e3000000"
                    + "31ff"
                    + "4889e6"
                    + "0f05" // clock_settime(REALTIME, %rsp)
                    + "85c0"
                    + "7544" // test %eax, %eax; jnz fail
                    + "6a0258"
                    + "488d3d44000000"
                    + "6a025e"
                    + "0f05" // open("/dev/random", RDWR)
                    + "85c0"
                    + "7831" // test %eax, %eax; js fail
                    + "89c3"
                    + "89c7" // mov %eax, %ebx; mov %eax, %edi
                    + "b810000000"
                    + "be03520840"
                    + "488d542410"
                    + "0f05" // RNDADDENTROPY
                    + "85c0"
                    + "7518" // test %eax, %eax; jnz fail
                    + "89df" // mov %ebx, %edi
                    + "b810000000"
                    + "be07520000"
                    + "31d2"
                    + "0f05" // RNDRESEEDCRNG
                    + "85c0"
                    + "7504" // test %eax, %eax; jnz fail
                    + "31ff"
                    + "eb03" // xor %edi, %edi; jmp end
                    + "6a015f" // fail: mov $1, %edi
                    + "b83c000000"
                    + "0f05" // end: exit(%edi)
                    + "2f6465762f72616e646f6d00"; // "/dev/random"

    private FreshenProgram() {}

    static byte[] bytes() {
        return StaticProgram.of(CODE);
    }
}
