package oxt.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;

/**
 * Plans that a saved VM goes on. Its machine is what was launched then; of the document it follows
 * what a running VM would: which driver domain serves a NIC.
 */
final class ContinuePlanner {
    private ContinuePlanner() {}

    static Planned plan(Vm vm, Run.Saved saved, Observed observed, Facts facts) {
        Vm launched = saved.launched();
        Vm machine = servedAs(vm, launched);
        List<Refusal> reasons = new ArrayList<>();
        if (saved.continuing() instanceof Ability.Unable(var why, _)) {
            reasons.add(new Refusal.CannotContinue(vm.name(), why));
        }
        if (!observed.holds(new Held.SavedState()) || leftovers(observed)) {
            reasons.add(new Refusal.NotTidy(vm.name()));
        }
        reasons.addAll(SnapshotPlanner.halfReverted(vm, observed));
        reasons.addAll(Requirements.unmet(machine, facts));
        reasons.addAll(StartPlanner.unmetMemory(launched, facts));
        reasons.addAll(StartPlanner.unmetDevices(launched, facts));
        reasons.addAll(StartPlanner.lost(launched, observed));
        for (Disk disk : launched.disks()) {
            if (disk.mode() == DiskMode.FRESH && !observed.holds(new Held.Overlay(disk.name()))) {
                reasons.add(new Refusal.DiskIsGone(vm.name(), disk.name()));
            }
        }
        reasons.addAll(MeasuredPlanner.unmet(machine, facts));
        List<Plan> parts = new ArrayList<>();
        parts.add(new Plan.Do(new Step.MakeRunFolder(vm.id())));
        List<Plan> links = StartPlanner.links(machine, facts, reasons);
        if (!links.isEmpty()) {
            parts.add(new Plan.Together("devices", links));
        }
        parts.add(new Plan.Do(new Step.RestoreDeviceModel(launched)));
        parts.addAll(MeasuredPlanner.confirmed(launched, vm, facts));
        parts.addAll(carriers(machine, facts));
        // From here on the machine is all there is of the VM, and from the next step on it runs.
        parts.add(new Plan.Do(new Step.RemoveSavedState(vm.id())));
        parts.add(new Plan.Do(new Step.Resume(vm.id())));
        return Planned.of(reasons, new Plan.InOrder("continue " + vm.name(), parts));
    }

    /** The links and the run folder are made anew, as at every start. */
    static boolean leftovers(Observed observed) {
        return observed.holds(new Held.RunFolder())
                || observed.holds(new Held.DeviceModel())
                || !observed.held(Held.Link.class).isEmpty();
    }

    /** The machine with the driver domains that its NICs have in the document now. */
    private static Vm servedAs(Vm vm, Vm launched) {
        Map<NicName, Nic> wanted = new HashMap<>();
        vm.nics().forEach(nic -> wanted.put(nic.name(), nic));
        List<Nic> nics = new ArrayList<>();
        for (Nic nic : launched.nics()) {
            Nic now = wanted.getOrDefault(nic.name(), nic);
            nics.add(new Nic(nic.name(), now.backend(), now.spare(), nic.mac(), now.firewall()));
        }
        return new Vm(
                launched.id(),
                vm.name(),
                launched.role(),
                launched.template(),
                launched.memory(),
                launched.processors(),
                launched.boot(),
                launched.disks(),
                nics,
                launched.display(),
                launched.autostart(),
                launched.uplink(),
                launched.pci(),
                launched.xen(),
                vm.measured());
    }

    /** Every NIC's is said: what the guest saw last was saved too. */
    private static List<Plan> carriers(Vm machine, Facts facts) {
        List<Plan> carriers = new ArrayList<>();
        for (Nic nic : machine.nics()) {
            boolean runs = LinkTarget.first(nic, facts).filter(LinkTarget::runs).isPresent();
            Carrier carrier = runs ? Carrier.UP : Carrier.DOWN;
            carriers.add(new Plan.Do(new Step.SetCarrier(machine.id(), nic.name(), carrier)));
        }
        return carriers;
    }
}
