package oxt.engine.xen;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import oxt.engine.EngineException;
import oxt.engine.agent.GuestAgent;
import oxt.engine.agent.NetworkAgent;
import oxt.engine.files.Layout;
import oxt.model.Problem;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmId;

/** The agents of domains that run, over PV consoles whose other ends are sockets of this host. */
final class XenAgents {
    private static final String NETWORK = "oxt.network";
    private static final String GUEST = "oxt.agent";

    private final Layout layout;
    private final Consumer<VmId> look;
    private final Map<VmId, NetworkAgent> networks = new ConcurrentHashMap<>();
    private final Map<VmId, GuestAgent> guests = new ConcurrentHashMap<>();

    XenAgents(Layout layout, Consumer<VmId> look) {
        this.layout = layout;
        this.look = look;
    }

    /** What a domain is born with, by the name that its guest looks for. */
    Map<String, Path> channels(Vm vm) {
        return switch (vm.role()) {
            case NETWORK -> Map.of(NETWORK, layout.network(vm.id()));
            case USER -> Map.of(GUEST, layout.agent(vm.id()));
            case STORAGE -> Map.of();
        };
    }

    NetworkAgent network(Vm launched) {
        VmId vm = launched.id();
        return networks.computeIfAbsent(
                vm,
                _ ->
                        new NetworkAgent(
                                launched.name().text(), layout.network(vm), () -> look.accept(vm)));
    }

    GuestAgent guest(Vm launched) throws EngineException {
        if (launched.role() != Role.USER) {
            throw new EngineException(
                    new Problem.Conflict(
                            "vm-takes-no-commands",
                            "VM "
                                    + launched.name()
                                    + " is a driver domain: it takes its configuration and nothing"
                                    + " else.",
                            "Use its console: oxt vm console " + launched.name()));
        }
        VmId vm = launched.id();
        return guests.computeIfAbsent(
                vm, _ -> new GuestAgent(launched.name().text(), layout.agent(vm)));
    }

    /** Of a domain that is gone, or is to be another. */
    void drop(VmId vm) {
        NetworkAgent network = networks.remove(vm);
        if (network != null) {
            network.close();
        }
        GuestAgent guest = guests.remove(vm);
        if (guest != null) {
            guest.close();
        }
    }

    void dropAll() {
        List.copyOf(networks.keySet()).forEach(this::drop);
        List.copyOf(guests.keySet()).forEach(this::drop);
    }
}
