package oxt.host.image;

/**
 * The program in a guest that brings what a command writes to the host: {@code pump WORD FILE}.
 *
 * <p>In a loop: reads up to 2880 bytes from its standard input, and ends where there are none; at
 * the first of them reads FILE, the command's number; takes a byte, which is a credit, from file 4;
 * writes WORD, the number and the bytes in base64 as one line to file 3. It is made of one page:
 * under emulation a shell that starts two programs for each piece costs as much as QEMU's own
 * start.
 */
final class PumpProgram {
    /** System calls by number (arch/x86/entry/syscalls/syscall_64.tbl). */
    private static final String CODE =
            "4889e7" // movq %rsp,%rdi
                    + "eb2d" // jmp e
                    + "83e73f" // a: andl $0x3f,%edi
                    + "83ff19" // cmpl $0x19,%edi
                    + "7704" // ja b
                    + "8d4741" // leal 0x41(%rdi),%eax
                    + "c3" // retq
                    + "83ff33" // b: cmpl $0x33,%edi
                    + "7704" // ja c
                    + "8d4747" // leal 0x47(%rdi),%eax
                    + "c3" // retq
                    + "83ff3d" // c: cmpl $0x3d,%edi
                    + "7704" // ja d
                    + "8d47fc" // leal -0x4(%rdi),%eax
                    + "c3" // retq
                    + "83ff3e" // d: cmpl $0x3e,%edi
                    + "400f95c7" // setne %dil
                    + "8d04bd2b000000" // leal 0x2b(,%rdi,4),%eax
                    + "c3" // retq
                    + "4156" // e: pushq %r14
                    + "4531f6" // xorl %r14d,%r14d
                    + "4155" // pushq %r13
                    + "4154" // pushq %r12
                    + "41bc03000000" // movl $0x3,%r12d
                    + "55" // pushq %rbp
                    + "53" // pushq %rbx
                    + "bb01000000" // movl $0x1,%ebx
                    + "4881ec501b0000" // subq $0x1b50,%rsp
                    + "4c8b5710" // movq 0x10(%rdi),%r10
                    + "4c8b6f18" // movq 0x18(%rdi),%r13
                    + "31ff" // f: xorl %edi,%edi
                    + "488d6c240c" // leaq 0xc(%rsp),%rbp
                    + "ba400b0000" // movl $0xb40,%edx
                    + "4889f8" // movq %rdi,%rax
                    + "4889ee" // movq %rbp,%rsi
                    + "0f05" // syscall
                    + "4989c0" // movq %rax,%r8
                    + "4885c0" // testq %rax,%rax
                    + "7f0d" // jg g
                    + "b83c000000" // movl $0x3c,%eax
                    + "4889fe" // movq %rdi,%rsi
                    + "4889fa" // movq %rdi,%rdx
                    + "0f05" // syscall
                    + "4d85f6" // g: testq %r14,%r14
                    + "7556" // jne j
                    + "438a0432" // h: movb (%r10,%r14,1),%al
                    + "4d8d4e01" // leaq 0x1(%r14),%r9
                    + "84c0" // testb %al,%al
                    + "740d" // je i
                    + "4288840c4f0b0000" // movb %al,0xb4f(%rsp,%r9,1)
                    + "4d89ce" // movq %r9,%r14
                    + "ebe7" // jmp h
                    + "4d01f2" // i: addq %r14,%r10
                    + "31f6" // xorl %esi,%esi
                    + "b802000000" // movl $0x2,%eax
                    + "4c89ef" // movq %r13,%rdi
                    + "42c68434500b000020" // movb $0x20,0xb50(%rsp,%r14,1)
                    + "0f05" // syscall
                    + "4889c7" // movq %rax,%rdi
                    + "488d8424500b0000" // leaq 0xb50(%rsp),%rax
                    + "ba0c000000" // movl $0xc,%edx
                    + "4a8d3408" // leaq (%rax,%r9,1),%rsi
                    + "31c0" // xorl %eax,%eax
                    + "0f05" // syscall
                    + "4e8d3408" // leaq (%rax,%r9,1),%r14
                    + "42c684344f0b000020" // movb $0x20,0xb4f(%rsp,%r14,1)
                    + "488d74240b" // j: leaq 0xb(%rsp),%rsi
                    + "31c0" // xorl %eax,%eax
                    + "bf04000000" // movl $0x4,%edi
                    + "4889da" // movq %rbx,%rdx
                    + "0f05" // syscall
                    + "42c644040c00" // movb $0x0,0xc(%rsp,%r8,1)
                    + "488d8424500b0000" // leaq 0xb50(%rsp),%rax
                    + "31c9" // xorl %ecx,%ecx
                    + "42c644040d00" // movb $0x0,0xd(%rsp,%r8,1)
                    + "4a8d1430" // leaq (%rax,%r14,1),%rdx
                    + "0fb67c0d00" // k: movzbl 0x0(%rbp,%rcx,1),%edi
                    + "0fb6440c0d" // movzbl 0xd(%rsp,%rcx,1),%eax
                    + "0fb6740c0e" // movzbl 0xe(%rsp,%rcx,1),%esi
                    + "c1e008" // shll $0x8,%eax
                    + "c1e710" // shll $0x10,%edi
                    + "09c7" // orl %eax,%edi
                    + "09fe" // orl %edi,%esi
                    + "c1ef12" // shrl $0x12,%edi
                    + "e8defeffff" // callq a
                    + "89f7" // movl %esi,%edi
                    + "8802" // movb %al,(%rdx)
                    + "c1ef0c" // shrl $0xc,%edi
                    + "e8d2feffff" // callq a
                    + "488d7901" // leaq 0x1(%rcx),%rdi
                    + "884201" // movb %al,0x1(%rdx)
                    + "b03d" // movb $0x3d,%al
                    + "4939f8" // cmpq %rdi,%r8
                    + "7e0a" // jle l
                    + "89f7" // movl %esi,%edi
                    + "c1ef06" // shrl $0x6,%edi
                    + "e8bafeffff" // callq a
                    + "488d7902" // l: leaq 0x2(%rcx),%rdi
                    + "884202" // movb %al,0x2(%rdx)
                    + "b03d" // movb $0x3d,%al
                    + "4939f8" // cmpq %rdi,%r8
                    + "7e07" // jle m
                    + "89f7" // movl %esi,%edi
                    + "e8a5feffff" // callq a
                    + "4883c103" // m: addq $0x3,%rcx
                    + "884203" // movb %al,0x3(%rdx)
                    + "488d4204" // leaq 0x4(%rdx),%rax
                    + "4939c8" // cmpq %rcx,%r8
                    + "7e05" // jle n
                    + "4889c2" // movq %rax,%rdx
                    + "eb91" // jmp k
                    + "c642040a" // n: movb $0xa,0x4(%rdx)
                    + "4c8d4205" // leaq 0x5(%rdx),%r8
                    + "488db424500b0000" // leaq 0xb50(%rsp),%rsi
                    + "4c39c6" // o: cmpq %r8,%rsi
                    + "0f83c9feffff" // jae f
                    + "4c89c2" // movq %r8,%rdx
                    + "4889d8" // movq %rbx,%rax
                    + "4c89e7" // movq %r12,%rdi
                    + "4829f2" // subq %rsi,%rdx
                    + "0f05" // syscall
                    + "4885c0" // testq %rax,%rax
                    + "7f11" // jg p
                    + "31d2" // xorl %edx,%edx
                    + "b83c000000" // movl $0x3c,%eax
                    + "bf01000000" // movl $0x1,%edi
                    + "4889d6" // movq %rdx,%rsi
                    + "0f05" // syscall
                    + "4801c6" // p: addq %rax,%rsi
                    + "ebce"; // jmp o

    private PumpProgram() {}

    static byte[] bytes() {
        return StaticProgram.of(CODE);
    }
}
