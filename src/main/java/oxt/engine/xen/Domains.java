package oxt.engine.xen;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.model.VmId;

/** Which domain is which VM: a domain's UUID is its VM's id. */
final class Domains {
    private static final String ALL = "/local/domain";

    private final Xenstore store;
    private final XenControl control;

    Domains(Xenstore store, XenControl control) {
        this.store = store;
        this.control = control;
    }

    /** One domain that the hypervisor has. */
    record Domain(int number, VmId vm, DomainState state) {
        String home() {
            return ALL + "/" + number;
        }
    }

    /** The VM's domain; of two, where one takes the other's place, the one that came later. */
    Optional<Domain> find(VmId vm) {
        return all().stream()
                .filter(domain -> domain.vm().equals(vm))
                .filter(domain -> domain.state().doing() != DomainState.Doing.DYING)
                .max(Comparator.comparingInt(Domain::number));
    }

    /** Every domain but dom0. */
    List<Domain> all() {
        return control.states().stream()
                .map(state -> new Domain(state.domain(), state.vm(), state))
                .toList();
    }

    /** The name by which xl knows it. */
    Optional<String> name(int number) throws EngineException, InterruptedException {
        return store.read(ALL + "/" + number + "/name");
    }

    /** Whether that domain is there and its processors are not held for good. */
    boolean runs(int number) {
        return control.state(number)
                .filter(state -> state.doing() == DomainState.Doing.RUNNING)
                .isPresent();
    }
}
