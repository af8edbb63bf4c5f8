package oxt.engine.xen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import oxt.engine.EngineException;
import oxt.model.VmId;

/** Which domain is which VM: a domain's UUID is its VM's id. */
final class Domains {
    private static final String ALL = "/local/domain";
    private static final String VM = "/vm/";

    private final Xenstore store;
    private final XenControl control;

    /** A domain's UUID never changes; numbers are given again only after 32,752 others. */
    private final Map<Integer, VmId> known = new ConcurrentHashMap<>();

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
    Optional<Domain> find(VmId vm) throws EngineException, InterruptedException {
        return all().stream()
                .filter(domain -> domain.vm().equals(vm))
                .filter(domain -> domain.state().doing() != DomainState.Doing.DYING)
                .max(Comparator.comparingInt(Domain::number));
    }

    /** Every domain but dom0. */
    List<Domain> all() throws EngineException, InterruptedException {
        List<Domain> all = new ArrayList<>();
        List<Integer> numbers = numbers();
        known.keySet().retainAll(numbers);
        for (int number : numbers) {
            Optional<VmId> vm = vm(number);
            Optional<DomainState> state = control.state(number);
            if (vm.isPresent() && state.isPresent()) {
                all.add(new Domain(number, vm.get(), state.get()));
            }
        }
        return all;
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

    private List<Integer> numbers() throws EngineException, InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (String name : store.list(ALL)) {
            if (name.matches("[1-9][0-9]{0,4}")) {
                numbers.add(Integer.valueOf(name));
            }
        }
        return numbers;
    }

    private Optional<VmId> vm(int number) throws EngineException, InterruptedException {
        VmId before = known.get(number);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<String> path = store.read(ALL + "/" + number + "/vm");
        if (path.isEmpty() || !path.get().startsWith(VM)) {
            return Optional.empty();
        }
        try {
            VmId vm = VmId.of(path.get().substring(VM.length()));
            known.put(number, vm);
            return Optional.of(vm);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
