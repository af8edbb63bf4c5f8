package oxt.daemon;

import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.store.Store;

/** QEMU on this machine. */
final class QemuMachinery {
    private QemuMachinery() {}

    static Machinery make(Settings settings, Store store) {
        throw new ProblemException(
                new Problem.Failed(
                        "engine-missing",
                        "Engine qemu is not in this build.",
                        "Use another: oxtd --engine sim"));
    }
}
