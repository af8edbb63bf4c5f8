package oxt.engine.xen;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import oxt.engine.EngineException;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Carrier;
import oxt.plan.Run;

/** The steps that are about a VM's network cards while its domain is there. */
final class XenCables {
    private final XenNics nics;
    private final XenMachines machines;
    private final XenLauncher launcher;

    XenCables(XenNics nics, XenMachines machines, XenLauncher launcher) {
        this.nics = nics;
        this.machines = machines;
        this.launcher = launcher;
    }

    void set(VmId vm, NicName name, Carrier carrier)
            throws IOException, EngineException, InterruptedException {
        Domains.Domain domain = machines.require(vm);
        Nic nic = nic(vm, name);
        switch (carrier) {
            case UP -> nics.plugIn(domain, nic);
            case DOWN -> nics.takeOut(domain, nic);
        }
    }

    /** After a move of a NIC's slot: the card follows, where there is one. */
    void follow(VmId vm, NicName name) throws IOException, EngineException, InterruptedException {
        if (!(machines.run(vm) instanceof Run.Off)) {
            Domains.Domain domain = machines.require(vm);
            Nic nic = nic(vm, name);
            nics.takeOut(domain, nic);
            if (nics.links(machines.launched(vm).orElseThrow()).containsKey(name)) {
                nics.plugIn(domain, nic);
            }
        }
    }

    void plug(VmId vm, Nic nic) throws IOException, EngineException, InterruptedException {
        Domains.Domain domain = machines.require(vm);
        Vm launched = machines.launched(vm).orElseThrow(() -> XenMachines.off(vm));
        if (launched.nic(nic.name()).isEmpty()) {
            List<Nic> cards = new ArrayList<>(launched.nics());
            cards.add(nic);
            launched = launched.with(launched.disks(), cards);
            launcher.write(launched);
        }
        if (nics.links(launched).containsKey(nic.name())) {
            nics.plugIn(domain, nic);
        }
    }

    void unplug(VmId vm, Nic nic) throws IOException, EngineException, InterruptedException {
        switch (machines.run(vm)) {
            case Run.Off _, Run.Saved _ -> {}
            case Run.Paused _ ->
                    throw XenEngine.cannot(
                            "A NIC of a VM that stands still is not taken out",
                            "Let it run first: oxt vm resume NAME");
            case Run.Created(var launched) -> unplug(launched, nic);
            case Run.Running(var launched) -> unplug(launched, nic);
            case Run.Unreachable(var launched, _) -> unplug(launched, nic);
        }
    }

    private void unplug(Vm launched, Nic nic)
            throws IOException, EngineException, InterruptedException {
        nics.takeOut(machines.require(launched.id()), nic);
        List<Nic> cards =
                launched.nics().stream().filter(each -> !each.name().equals(nic.name())).toList();
        launcher.write(launched.with(launched.disks(), cards));
    }

    private Nic nic(VmId vm, NicName name)
            throws IOException, EngineException, InterruptedException {
        return machines.launched(vm)
                .flatMap(launched -> launched.nic(name))
                .orElseThrow(
                        () ->
                                XenEngine.cannot(
                                        "The VM has no NIC " + name, "Look: oxt vm show NAME"));
    }
}
