package oxt.engine.qemu;

import java.util.List;
import oxt.model.Vm;

/** A memory of the VM that lies in a file, which QEMU finds open; pure. */
final class QemuMemoryArgs {
    /** Where what the guest writes goes. */
    enum Writes {
        /** To the file. */
        KEPT("on"),
        /** To pages of the process's own: the file stays as it is. */
        OWN("off");

        private final String share;

        Writes(String share) {
            this.share = share;
        }
    }

    private QemuMemoryArgs() {}

    static List<String> of(Vm vm, Writes writes) {
        return List.of(
                "-object",
                "memory-backend-file,id=memory,size=%dM,mem-path=/proc/self/fd/3,share=%s"
                        .formatted(vm.memory().mebibytes(), writes.share),
                "-machine",
                "memory-backend=memory");
    }
}
