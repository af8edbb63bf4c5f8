package oxt.engine.qemu;

import java.util.Optional;

/**
 * Which accelerator guests get on this machine, found by trying.
 *
 * @param withoutKvm why it is not KVM, where it is not
 */
public record AcceleratorChoice(Accelerator used, Optional<Reason> withoutKvm) {

    public record Reason(String why, String remedy) {}

    static AcceleratorChoice kvm() {
        return new AcceleratorChoice(Accelerator.KVM, Optional.empty());
    }

    static AcceleratorChoice withoutKvm(String why, String remedy) {
        return new AcceleratorChoice(Accelerator.TCG, Optional.of(new Reason(why, remedy)));
    }
}
