package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.Nic;
import oxt.model.Role;
import oxt.model.Vm;

/**
 * Plans VMs that live no longer than one command: first, once, the state that they begin from, then
 * each of them.
 */
public final class DisposablePlanner {
    private DisposablePlanner() {}

    /** Why a VM cannot be what disposables are made of. */
    public static List<Refusal> unfit(Vm template) {
        List<Refusal> reasons = new ArrayList<>();
        if (template.role() != Role.USER) {
            reasons.add(new Refusal.NotForDisposables(template.name(), "it is a driver domain"));
        }
        if (template.boot() instanceof Boot.Uefi) {
            reasons.add(new Refusal.NotForDisposables(template.name(), "it starts by UEFI"));
        }
        for (Disk disk : template.disks()) {
            if (disk.mode() != DiskMode.READ_ONLY) {
                reasons.add(
                        new Refusal.NotForDisposables(
                                template.name(), "disk " + disk.name() + " is written to"));
            }
        }
        return reasons;
    }

    /** Boots a guest whose state is going to be kept; it has no network card. */
    public static Planned boot(Vm booted, Origin origin, Facts facts) {
        return Planned.of(
                unmet(booted, facts),
                Plan.of(
                        "boot what disposables begin from",
                        List.of(
                                new Step.MakeRunFolder(booted.id()),
                                new Step.StartOrigin(booted, origin),
                                new Step.Resume(booted.id()))));
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
        parts.addAll(StartPlanner.links(disposable, facts, reasons));
        Vm begun = disposable.with(disposable.disks(), List.of());
        parts.add(new Plan.Do(new Step.StartDisposable(begun, origin)));
        for (Nic nic : disposable.nics()) {
            parts.add(new Plan.Do(new Step.PlugNic(disposable.id(), nic)));
        }
        parts.addAll(StartPlanner.carriers(disposable, facts));
        parts.add(new Plan.Do(new Step.Resume(disposable.id())));
        return Planned.of(reasons, new Plan.InOrder("start " + disposable.name(), parts));
    }

    /** Nothing of it is left. */
    public static Plan end(String name, Observed observed) {
        return Plan.of("end " + name, TidyPlanner.steps(observed));
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
