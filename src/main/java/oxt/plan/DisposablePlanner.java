package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.Nic;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * Plans VMs that live no longer than one command: first, once, the state that they begin from, then
 * each of them.
 */
public final class DisposablePlanner {
    private DisposablePlanner() {}

    /** Why a VM cannot be what disposables are made of. */
    public static List<Refusal> unfit(Vm template, Abilities abilities) {
        List<Refusal> reasons = new ArrayList<>();
        abilities.refusal(template.name(), Feature.General.DISPOSABLES).ifPresent(reasons::add);
        if (template.role() != Role.USER) {
            reasons.add(new Refusal.NotForDisposables(template.name(), "it is a driver domain"));
        }
        if (!template.hardware().isEmpty()) {
            reasons.add(
                    new Refusal.NotForDisposables(
                            template.name(), "it has PCI devices, which no two can have"));
        }
        if (template.measured().isDemanded()) {
            reasons.add(
                    new Refusal.NotForDisposables(
                            template.name(),
                            "it is a measured VM, and what its disposables would begin from is not"
                                    + " measured"));
        }
        for (Disk disk : template.disks()) {
            if (disk.source() instanceof DiskSource.InDomain) {
                reasons.add(
                        new Refusal.NotForDisposables(
                                template.name(),
                                "disk " + disk.name() + " is in a storage driver domain"));
            }
        }
        return reasons;
    }

    /** Whether what disposables begin from is a copy of files of the VM's own. */
    public static boolean hasOwnFiles(Vm template) {
        return !After.lifelong(template).isEmpty();
    }

    /** Why no copy can be made of the VM's own files now. */
    public static List<Refusal> unready(Vm template, Observed observed) {
        List<Refusal> reasons = new ArrayList<>(SnapshotPlanner.halfReverted(template, observed));
        if (hasOwnFiles(template) && !(observed.run() instanceof Run.Off)) {
            reasons.add(new Refusal.DisksChange(template.name(), observed.run().word()));
        }
        reasons.addAll(StartPlanner.lost(template, observed));
        return reasons;
    }

    /** Boots a guest whose state is going to be kept; it has no network card. */
    public static Planned boot(Vm booted, Origin origin, Facts facts) {
        List<Plan> parts = new ArrayList<>();
        VmId vm = booted.id();
        parts.add(new Plan.Do(new Step.MakeRunFolder(vm)));
        for (Disk disk : booted.disks()) {
            switch (disk.mode()) {
                case PERSISTENT ->
                        parts.add(new Plan.Do(new Step.CopyDisk(vm, disk, origin.template())));
                case FRESH -> parts.add(new Plan.Do(new Step.MakeOverlay(vm, disk)));
                case READ_ONLY -> {}
            }
        }
        if (booted.boot() instanceof Boot.Uefi) {
            parts.add(new Plan.Do(new Step.CopyFirmwareVariables(vm, origin.template())));
        }
        parts.add(new Plan.Do(new Step.StartOrigin(booted, origin)));
        parts.add(new Plan.Do(new Step.Resume(vm)));
        return Planned.of(
                unmet(booted, facts), new Plan.InOrder("boot what disposables begin from", parts));
    }

    /** Keeps the state of the booted guest. */
    public static Plan keep(Vm booted, Origin origin) {
        return Plan.of(
                "keep what disposables begin from",
                List.of(new Step.Pause(booted.id()), new Step.KeepOrigin(booted, origin)));
    }

    /** Its network cards are plugged before its processors run: its guest has never seen one. */
    public static Planned start(Vm disposable, Origin origin, Facts facts) {
        List<Refusal> reasons = new ArrayList<>(unmet(disposable, facts));
        List<Plan> parts = new ArrayList<>();
        parts.add(new Plan.Do(new Step.MakeRunFolder(disposable.id())));
        List<Plan> devices = new ArrayList<>();
        for (Disk disk : disposable.disks()) {
            if (disk.mode() != DiskMode.READ_ONLY) {
                devices.add(new Plan.Do(new Step.OverlayKeptDisk(disposable.id(), disk, origin)));
            }
        }
        if (disposable.boot() instanceof Boot.Uefi) {
            devices.add(new Plan.Do(new Step.CopyKeptVariables(disposable.id(), origin)));
        }
        devices.addAll(StartPlanner.links(disposable, facts, reasons));
        if (!devices.isEmpty()) {
            parts.add(new Plan.Together("devices", devices));
        }
        Vm begun = disposable.with(fleeting(disposable.disks()), List.of());
        parts.add(new Plan.Do(new Step.StartDisposable(begun, origin)));
        for (Nic nic : disposable.nics()) {
            parts.add(new Plan.Do(new Step.PlugNic(disposable.id(), nic)));
        }
        parts.addAll(StartPlanner.carriers(disposable, facts));
        parts.add(new Plan.Do(new Step.Resume(disposable.id())));
        return Planned.of(reasons, new Plan.InOrder("start " + disposable.name(), parts));
    }

    /** What is written to one of them is gone with its VM. */
    private static List<Disk> fleeting(List<Disk> disks) {
        return disks.stream()
                .map(
                        disk ->
                                disk.mode() == DiskMode.PERSISTENT
                                        ? new Disk(
                                                disk.name(),
                                                disk.source(),
                                                disk.format(),
                                                DiskMode.FRESH)
                                        : disk)
                .toList();
    }

    /** Nothing of it is left. */
    public static Plan end(String name, Observed observed) {
        List<Step> steps = new ArrayList<>(TidyPlanner.steps(observed));
        for (Held.DiskFile file : observed.held(Held.DiskFile.class)) {
            steps.add(new Step.RemoveDisk(observed.vm(), file.disk()));
        }
        if (observed.holds(new Held.FirmwareVariables())) {
            steps.add(new Step.RemoveFirmwareVariables(observed.vm()));
        }
        return Plan.of("end " + name, steps);
    }

    private static List<Refusal> unmet(Vm vm, Facts facts) {
        List<Refusal> reasons = new ArrayList<>(Requirements.unmet(vm, facts));
        reasons.addAll(Requirements.unmetImages(vm, facts));
        if (vm.memory().compareTo(facts.freeMemory()) > 0) {
            reasons.add(new Refusal.NotEnoughMemory(vm.name(), vm.memory(), facts.freeMemory()));
        }
        return reasons;
    }
}
