package oxt.engine.xen;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import oxt.api.ForeignVm;
import oxt.api.VmState;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Origins;
import oxt.engine.Parts;
import oxt.engine.Views;
import oxt.engine.files.DiskFiles;
import oxt.engine.files.FileGrowth;
import oxt.engine.files.FileParts;
import oxt.engine.files.HostFiles;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.engine.files.RunFolders;
import oxt.engine.files.VmUsers;
import oxt.host.measured.FileDigests;
import oxt.model.ByteSize;
import oxt.model.DiskName;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Abilities;
import oxt.plan.Carrier;
import oxt.plan.Held;
import oxt.plan.NetworkFiles;
import oxt.plan.Observed;
import oxt.plan.Run;
import oxt.plan.Step;

/** Makes VMs of Xen's domains. */
public final class XenEngine implements Engine, AutoCloseable {
    private final Layout layout;
    private final Xenstore store = Xenstore.ofHost();
    private final XenControl control;
    private final Domains domains;
    private final DiskFiles disks;
    private final RunFolders folders;
    private final XenLinks links;
    private final XenNics nics;
    private final XenCables cables;
    private final XenDevices devices;
    private final XenMachines machines;
    private final XenLauncher launcher;
    private final XenConsoles consoles;
    private final XenSaved saved;
    private final XenAgents agents;
    private final XenHost host;
    private final XenViews views;
    private final Parts parts;
    private final XenWatch watch;

    /** In dom0, as root; an exception says what of Xen is not there. */
    public XenEngine(Layout layout, Images images, XenHost host) throws EngineException {
        Programs programs = Programs.DEBIAN;
        // Xen's own programs open the files, as root.
        VmUsers users = new VmUsers.Shared();
        Xl xl = new Xl(programs);
        this.layout = layout;
        control = XenControl.open();
        domains = new Domains(store, control);
        disks = new DiskFiles(layout, users, programs, images);
        folders = new RunFolders(layout, users);
        links = new XenLinks(layout);
        DomainBell bell = new DomainBell();
        watch = new XenWatch(store, domains, links, bell);
        agents = new XenAgents(layout, watch::ring);
        DistantDevices distant = new DistantDevices(store);
        nics = new XenNics(domains, links, new XenVifs(store, domains, distant));
        devices = new XenDevices(layout, xl);
        machines = new XenMachines(layout, store, domains, distant, xl, bell);
        consoles = new XenConsoles(layout, store);
        launcher =
                new XenLauncher(
                        layout, images, host, folders, xl, nics, machines, consoles, agents);
        cables = new XenCables(nics, machines, launcher);
        saved = new XenSaved(layout, users, xl);
        this.host = host;
        parts = new FileParts(FileDigests.in(layout.run()), new XenFiles(images));
        views = new XenViews(layout, machines, consoles, agents);
    }

    @Override
    public Abilities abilities() throws EngineException {
        return HostFiles.look(() -> XenAbilities.of(host));
    }

    /** What the machine has, and what belongs to no domain. */
    public XenControl.Memory memory() throws EngineException {
        return control.memory();
    }

    /** What a VM's domain has of the machine's memory. */
    public ByteSize memory(VmId vm) {
        return domains.find(vm)
                .map(domain -> new ByteSize(domain.state().pages() * XenControl.PAGE_BYTES))
                .orElse(new ByteSize(0));
    }

    @Override
    public Observed observe(VmId vm) throws EngineException {
        return HostFiles.look(
                () -> {
                    Set<Held> held = new HashSet<>(disks.held(vm));
                    held.addAll(links.held(vm));
                    held.addAll(folders.held(vm));
                    Run run = machines.run(vm);
                    if (!(run instanceof Run.Off)) {
                        held.add(new Held.DeviceModel());
                        watch.follow(vm);
                        hold(vm);
                    }
                    if (saved.isThere(vm)) {
                        held.add(new Held.SavedState());
                        run = run instanceof Run.Off ? saved.run(vm) : run;
                    }
                    return new Observed(vm, run, held);
                });
    }

    @Override
    public Map<NicName, Carrier> carriers(VmId vm) throws EngineException {
        return HostFiles.look(
                () -> {
                    Optional<Vm> launched = machines.launched(vm);
                    return launched.isEmpty()
                            ? Map.of()
                            : nics.carriers(machines.require(vm), launched.get());
                });
    }

    @Override
    public void perform(Step step) throws EngineException, InterruptedException {
        HostFiles.act(() -> act(step));
        watch.ring(step.vm());
    }

    @Override
    public List<VmId> present() throws EngineException {
        return HostFiles.look(
                () -> {
                    Set<VmId> present = new TreeSet<>(disks.present());
                    present.addAll(folders.present());
                    present.addAll(links.vms());
                    return List.copyOf(present);
                });
    }

    @Override
    public List<ForeignVm> foreign() throws EngineException {
        return HostFiles.look(
                () -> {
                    List<ForeignVm> foreign = new ArrayList<>();
                    for (Domains.Domain domain : domains.all()) {
                        if (!Files.exists(layout.launch(domain.vm()))) {
                            foreign.add(foreign(domain));
                        }
                    }
                    return foreign;
                });
    }

    private ForeignVm foreign(Domains.Domain domain) throws EngineException, InterruptedException {
        VmState state =
                switch (domain.state().doing()) {
                    case RUNNING, REBOOTING -> VmState.RUNNING;
                    case PAUSED, SUSPENDED -> VmState.PAUSED;
                    case OVER, DYING -> VmState.OFF;
                };
        return new ForeignVm(
                domains.name(domain.number()).orElse("domain " + domain.number()),
                state,
                new ByteSize(domain.state().pages() * XenControl.PAGE_BYTES));
    }

    @Override
    public void watch(Consumer<VmId> look) {
        watch.add(look);
    }

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public Origins origins() {
        return new NoOrigins();
    }

    @Override
    public Views views() {
        return views;
    }

    /** Lets go of everything; what runs goes on. */
    @Override
    public void close() {
        consoles.dropAll();
        agents.dropAll();
        store.close();
    }

    private void act(Step step) throws IOException, EngineException, InterruptedException {
        switch (step) {
            case Step.CreateDisk(var vm, var disk) -> disks.create(vm, disk);
            case Step.BringDisk(var vm, var disk, var arrival) -> disks.bring(vm, disk, arrival);
            case Step.BringFirmwareVariables(var vm, var arrival) ->
                    disks.bringVariables(vm, arrival);
            case Step.RemoveDisk(var vm, var disk) -> {
                requireUnused(vm, disk);
                disks.remove(vm, disk);
            }
            case Step.CreateFirmwareVariables(var vm) -> disks.createVariables(vm);
            case Step.RemoveFirmwareVariables(var vm) -> {
                requireOff(vm);
                disks.removeVariables(vm);
            }
            case Step.MakeRunFolder(var vm) -> folders.make(vm);
            case Step.RemoveRunFolder(var vm) -> {
                requireOff(vm);
                machines.clear(vm);
                letGo(vm);
                devices.giveBack(vm);
                folders.remove(vm);
                saved.sweep(vm);
            }
            case Step.MakeOverlay(var vm, var disk) -> disks.overlay(vm, disk);
            case Step.RemoveOverlay(var vm, var disk) -> {
                requireUnused(vm, disk);
                disks.removeOverlay(vm, disk);
            }
            case Step.PlugLink(var vm, var nic, var slot) -> links.plug(vm, nic, slot);
            case Step.UnplugLink(var vm, var nic, var slot) -> links.unplug(vm, nic, slot);
            case Step.MoveLink(var vm, var nic, var from, var to) -> {
                links.move(vm, nic, from, to);
                cables.follow(vm, nic);
            }
            case Step.MuteLink(var vm, var nic) -> links.mute(vm, nic);
            case Step.UnmuteLink(var vm, var nic) -> links.unmute(vm, nic);
            case Step.StartDeviceModel(var launched) -> start(launched);
            case Step.ConfirmMeasured(var launched, var stamps) -> parts.confirm(launched, stamps);
            case Step.StopDeviceModel(var vm) -> {
                machines.stop(vm);
                letGo(vm);
            }
            case Step.Resume(var vm) -> {
                if (saved.isThere(vm)) {
                    throw XenSaved.inTheWay(vm);
                }
                machines.resume(vm);
            }
            case Step.Pause(var vm) -> machines.pause(vm);
            case Step.PressPowerButton(var vm) -> machines.pressPowerButton(vm);
            case Step.AwaitOff(var vm, var patience) -> machines.awaitOff(vm, patience);
            case Step.Reset(var vm) -> reset(vm);
            case Step.SaveState(var launched) -> save(launched, step.deadline());
            case Step.RestoreDeviceModel(var launched) -> restore(launched, step.deadline());
            case Step.RemoveSavedState(var vm) -> saved.remove(vm);
            case Step.PlugNic(var vm, var nic) -> cables.plug(vm, nic);
            case Step.UnplugNic(var vm, var nic, _) -> cables.unplug(vm, nic);
            case Step.SetCarrier(var vm, var nic, var carrier) -> cables.set(vm, nic, carrier);
            case Step.ConfigureNetwork(var vm, var config) ->
                    agents.network(running(vm)).configure(NetworkFiles.of(config));
            case Step.GrowDisk(var vm, var disk) -> {
                requireOff(vm);
                FileGrowth.grow(
                        disk, DiskFiles.require(layout, vm, disk), List.of(), Programs.DEBIAN);
            }
            case Step.CopyDisk(var vm, var disk, var from) -> disks.copy(vm, disk, from);
            case Step.CopyFirmwareVariables(var vm, var from) -> disks.copyVariables(vm, from);
            case Step.PlugDisk _,
                    Step.UnplugDisk _,
                    Step.TakeSnapshot _,
                    Step.RemoveSnapshot _,
                    Step.Revert _,
                    Step.OverlayKeptDisk _,
                    Step.CopyKeptVariables _,
                    Step.StartOrigin _,
                    Step.KeepOrigin _,
                    Step.StartDisposable _ ->
                    throw new AssertionError("planners refuse it on Xen: " + step);
        }
    }

    private void start(Vm launched) throws IOException, EngineException, InterruptedException {
        Run run = machines.run(launched.id());
        if (saved.isThere(launched.id())) {
            throw XenSaved.inTheWay(launched.id());
        }
        if (run instanceof Run.Off) {
            devices.take(launched);
            launcher.create(launched);
        } else if (!run.machine().equals(Optional.of(launched))) {
            throw inUse(launched.id());
        }
    }

    private void reset(VmId vm) throws IOException, EngineException, InterruptedException {
        if (!(machines.run(vm) instanceof Run.Running(var launched))) {
            throw XenMachines.off(vm);
        }
        machines.stop(vm);
        letGo(vm);
        launcher.create(launched);
        machines.resume(vm);
    }

    private void save(Vm launched, Duration patience)
            throws IOException, EngineException, InterruptedException {
        if (!machines.run(launched.id()).equals(new Run.Paused(launched))) {
            throw inUse(launched.id());
        }
        saved.save(machines.require(launched.id()), launched, patience);
    }

    private void restore(Vm launched, Duration patience)
            throws IOException, EngineException, InterruptedException {
        Vm state = saved.read(launched.id()).launch();
        Run run = machines.run(launched.id());
        if (run.equals(new Run.Paused(launched))) {
            return;
        }
        if (!(run instanceof Run.Off) || !state.equals(launched)) {
            throw inUse(launched.id());
        }
        devices.take(state);
        launcher.restore(state, saved.verified(launched.id()), patience);
    }

    private void letGo(VmId vm) {
        consoles.drop(vm);
        agents.drop(vm);
    }

    /** A daemon that finds a domain reads its console from then on. */
    private void hold(VmId vm) throws IOException, EngineException, InterruptedException {
        Optional<Vm> launched = machines.launched(vm);
        if (launched.isPresent()) {
            try {
                var _ = consoles.hold(machines.require(vm), launched.get());
            } catch (IOException goneMeanwhile) {
                System.getLogger(XenEngine.class.getName())
                        .log(System.Logger.Level.DEBUG, "console of " + vm, goneMeanwhile);
            }
        }
    }

    private Vm running(VmId vm) throws IOException, EngineException, InterruptedException {
        return machines.launched(vm).orElseThrow(() -> XenMachines.off(vm));
    }

    private void requireUnused(VmId vm, DiskName disk)
            throws IOException, EngineException, InterruptedException {
        if (machines.launched(vm).flatMap(launched -> launched.disk(disk)).isPresent()) {
            throw inUse(vm);
        }
    }

    private void requireOff(VmId vm) throws IOException, EngineException, InterruptedException {
        if (!(machines.run(vm) instanceof Run.Off)) {
            throw inUse(vm);
        }
    }

    private static EngineException inUse(VmId vm) {
        return new EngineException(
                new Problem.Conflict(
                        "vm-in-use",
                        "VM " + vm + " has a domain that stands in the way.",
                        "Look again: oxt vm show NAME"));
    }

    static EngineException cannot(String what, String remedy) {
        return new EngineException(
                new Problem.Conflict("not-on-xen", what + " on Xen by this version.", remedy));
    }
}
