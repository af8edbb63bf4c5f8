package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.Nic;
import oxt.model.Vm;

/** Plans a VM's start; one that is saved goes on from there ({@link ContinuePlanner}). */
public final class StartPlanner {
    private StartPlanner() {}

    public static Planned plan(Vm vm, Observed observed, Facts facts) {
        return observed.run() instanceof Run.Saved saved
                ? ContinuePlanner.plan(vm, saved, observed, facts)
                : anew(vm, observed, facts);
    }

    private static Planned anew(Vm vm, Observed observed, Facts facts) {
        List<Refusal> reasons = new ArrayList<>(state(vm, observed));
        reasons.addAll(SnapshotPlanner.halfReverted(vm, observed));
        reasons.addAll(Requirements.unmet(vm, facts));
        reasons.addAll(Requirements.unmetImages(vm, facts));
        reasons.addAll(unmetMemory(vm, facts));
        reasons.addAll(unmetDevices(vm, facts));
        reasons.addAll(lost(vm, observed));
        reasons.addAll(MeasuredPlanner.unmet(vm, facts));
        List<Plan> parts = new ArrayList<>();
        parts.add(new Plan.Do(new Step.MakeRunFolder(vm.id())));
        List<Plan> devices = new ArrayList<>();
        for (Disk disk : vm.disks()) {
            if (disk.mode() == DiskMode.FRESH) {
                devices.add(new Plan.Do(new Step.MakeOverlay(vm.id(), disk)));
            }
        }
        devices.addAll(links(vm, facts, reasons));
        if (!devices.isEmpty()) {
            parts.add(new Plan.Together("devices", devices));
        }
        parts.add(new Plan.Do(new Step.StartDeviceModel(vm)));
        parts.addAll(MeasuredPlanner.confirmed(vm, vm, facts));
        parts.addAll(carriers(vm, facts));
        parts.add(new Plan.Do(new Step.Resume(vm.id())));
        return Planned.of(reasons, new Plan.InOrder("start " + vm.name(), parts));
    }

    static List<Refusal> unmetMemory(Vm vm, Facts facts) {
        return vm.memory().compareTo(facts.freeMemory()) > 0
                ? List.of(new Refusal.NotEnoughMemory(vm.name(), vm.memory(), facts.freeMemory()))
                : List.of();
    }

    /** PCI devices that cannot be had now, and disks whose driver domains do not run. */
    static List<Refusal> unmetDevices(Vm vm, Facts facts) {
        List<Refusal> unmet = new ArrayList<>(DevicePlanner.unmet(vm, facts));
        for (Disk disk : vm.disks()) {
            if (disk.source() instanceof DiskSource.InDomain(var backend, _)
                    && facts.storageDomains().get(backend) == DriverDomain.Readiness.OFF) {
                unmet.add(new Refusal.StorageDomainIsOff(vm.name(), disk.name(), backend));
            }
        }
        return unmet;
    }

    /** What the VM should have had since its creation. */
    static List<Refusal> lost(Vm vm, Observed observed) {
        List<Refusal> lost = new ArrayList<>();
        for (Held need : After.lifelong(vm)) {
            if (!observed.holds(need)) {
                lost.add(gone(vm, need));
            }
        }
        return lost;
    }

    private static List<Refusal> state(Vm vm, Observed observed) {
        return switch (observed.run()) {
            case Run.Off _ ->
                    observed.heldForRun().isEmpty()
                            ? List.of()
                            : List.of(new Refusal.NotTidy(vm.name()));
            case Run.Saved _ -> throw new AssertionError("goes on from what was saved");
            case Run.Created _, Run.Running _, Run.Paused _ ->
                    List.of(new Refusal.AlreadyRunning(vm.name(), observed.run().word()));
            case Run.Unreachable(_, var why) -> List.of(new Refusal.IsUnreachable(vm.name(), why));
        };
    }

    private static Refusal gone(Vm vm, Held need) {
        return switch (need) {
            case Held.DiskFile(var disk) -> new Refusal.DiskIsGone(vm.name(), disk);
            case Held.FirmwareVariables _ -> new Refusal.FirmwareVariablesAreGone(vm.name());
            case Held.RunFolder _,
                    Held.DeviceModel _,
                    Held.Overlay _,
                    Held.Link _,
                    Held.Muted _,
                    Held.SavedState _,
                    Held.KeptSnapshot _,
                    Held.HalfReverted _ ->
                    throw new AssertionError("not kept for life: " + need);
        };
    }

    /** Each NIC gets the lowest free slot of its driver domain, be it the spare. */
    static List<Plan> links(Vm vm, Facts facts, List<Refusal> reasons) {
        List<Plan> links = new ArrayList<>();
        FreeSlots free = new FreeSlots();
        for (Nic nic : vm.nics()) {
            Optional<LinkTarget> target = LinkTarget.first(nic, facts);
            if (target.isEmpty()) {
                continue; // refused already, with the requirements
            }
            free.take(target.get().domain())
                    .ifPresentOrElse(
                            slot ->
                                    links.add(
                                            new Plan.Do(
                                                    new Step.PlugLink(vm.id(), nic.name(), slot))),
                            () ->
                                    reasons.add(
                                            new Refusal.NoFreeSlot(
                                                    vm.name(), nic.name(), target.get().name())));
        }
        return links;
    }

    /** A NIC whose driver domain does not run begins with its cable out. */
    static List<Plan> carriers(Vm vm, Facts facts) {
        List<Plan> carriers = new ArrayList<>();
        for (Nic nic : vm.nics()) {
            if (LinkTarget.first(nic, facts).filter(LinkTarget::runs).isEmpty()) {
                carriers.add(new Plan.Do(new Step.SetCarrier(vm.id(), nic.name(), Carrier.DOWN)));
            }
        }
        return carriers;
    }
}
