package oxt.engine.qemu;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import oxt.api.ForeignVm;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Origins;
import oxt.engine.Parts;
import oxt.engine.Views;
import oxt.engine.files.DiskFiles;
import oxt.engine.files.FileParts;
import oxt.engine.files.HostFiles;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.engine.files.RunFolders;
import oxt.engine.files.VmNumbers;
import oxt.engine.files.VmUsers;
import oxt.host.Accounts;
import oxt.host.CgroupParent;
import oxt.host.ProcessIdentity;
import oxt.host.Spawn;
import oxt.host.measured.FileDigests;
import oxt.model.DiskName;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Abilities;
import oxt.plan.Carrier;
import oxt.plan.Held;
import oxt.plan.NetworkFiles;
import oxt.plan.Observed;
import oxt.plan.Run;
import oxt.plan.Snapshot;
import oxt.plan.Step;

/** Makes VMs of QEMU processes. */
public final class QemuEngine implements Engine {
    private final Programs programs = Programs.DEBIAN;
    private final DiskFiles disks;
    private final RunFolders folders;
    private final Links links;
    private final Contacts contacts;
    private final Mutes mutes;
    private final Plugs plugs;
    private final Machines machines;
    private final Confinement confinement;
    private final DeviceModels models;
    private final Installation installation;
    private final Cgroup cgroup;
    private final SavedStates saved;
    private final Snapshots snapshots;
    private final DiskGrowth growth;
    private final QemuViews views;
    private final OriginStates origins;
    private final Parts parts;

    /** Root gives each VM a user of its own; another user's VMs are that user's. */
    public QemuEngine(Layout layout, Images images, VmNumbers numbers, CgroupParent cgroups) {
        VmUsers users = VmUsers.of(Accounts.ownUserId(), numbers);
        cgroup = new Cgroup(cgroups);
        disks = new DiskFiles(layout, users, programs, images);
        folders = new RunFolders(layout, users);
        links = new Links(layout, users);
        contacts = new Contacts(layout, users, folders, links);
        mutes = new Mutes(links, contacts);
        machines = new Machines(contacts, folders, links);
        plugs = new Plugs(layout, machines, links, folders);
        confinement = new Confinement(users, programs);
        StateTransfer transfer = new StateTransfer(layout, users);
        saved = new SavedStates(layout, users, transfer);
        snapshots =
                new Snapshots(
                        layout,
                        users,
                        programs,
                        new DiskSnapshots(layout, confinement, programs),
                        transfer,
                        saved);
        Launcher launcher =
                new Launcher(
                        layout, confinement, programs, folders, links, contacts, cgroup, transfer);
        installation =
                new Installation(
                        new InstalledQemu(programs),
                        images,
                        new Accelerators(layout.state(), users));
        origins = new OriginStates(layout, users, transfer, installation::surroundings);
        models = new DeviceModels(machines, launcher, installation, saved, origins);
        growth = new DiskGrowth(layout, machines, contacts, confinement, programs);
        parts = new FileParts(FileDigests.in(layout.run()), new QemuFiles(images, saved));
        views = new QemuViews(layout, users, machines, contacts);
    }

    @Override
    public Abilities abilities() throws EngineException {
        try {
            return QemuAbilities.of(installation.qemu(), programs);
        } catch (InterruptedException e) {
            throw HostFiles.interrupted(e);
        }
    }

    /** The id of the VM's process, where there is one. */
    public OptionalLong process(VmId vm) {
        try {
            return contacts.process(vm).stream().mapToLong(ProcessIdentity::pid).findFirst();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }

    /** As people write it: {@code QEMU 7.2.22}; without a number where there is none installed. */
    public String version() throws EngineException, InterruptedException {
        return installation.version();
    }

    /** Finds out by trial what the first start would else wait for. */
    public void prepare() throws EngineException, InterruptedException {
        Spawn.prepare();
        var _ = confinement.isolation();
        var _ = accelerator();
    }

    /** What guests' processors run on, and why not on KVM; the first time it is tried. */
    public AcceleratorChoice accelerator() throws EngineException, InterruptedException {
        return installation.accelerator();
    }

    /** Whether processes of VMs are kept off the host's network; the first time it is tried. */
    public Isolation isolation() throws InterruptedException {
        return confinement.isolation();
    }

    @Override
    public Observed observe(VmId vm) throws EngineException {
        return HostFiles.look(
                () -> {
                    Set<Held> held = new HashSet<>(disks.held(vm));
                    held.addAll(links.held(vm));
                    held.addAll(folders.held(vm));
                    held.addAll(snapshots.held(vm));
                    Run run = machines.run(vm);
                    if (!(run instanceof Run.Off)) {
                        held.add(new Held.DeviceModel());
                    }
                    if (saved.isThere(vm)) {
                        held.add(new Held.SavedState());
                        run = run instanceof Run.Off ? saved.run(vm, installation.maker()) : run;
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
                            : folders.carriers(
                                    vm, launched.get().nics().stream().map(Nic::name).toList());
                });
    }

    @Override
    public void perform(Step step) throws EngineException, InterruptedException {
        HostFiles.act(() -> act(step));
        contacts.ring(step.vm());
    }

    @Override
    public List<VmId> present() throws EngineException {
        return HostFiles.look(
                () -> {
                    Set<VmId> present = new TreeSet<>(disks.present());
                    present.addAll(folders.present());
                    present.addAll(links.clients());
                    return List.copyOf(present);
                });
    }

    /** A process of QEMU that is not ours is a process like any other. */
    @Override
    public List<ForeignVm> foreign() {
        return List.of();
    }

    @Override
    public void watch(Consumer<VmId> look) {
        contacts.watch(look);
    }

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public Views views() {
        return views;
    }

    /** Lets go of a VM's process, which goes on; the next look takes hold of it again. */
    void abandon(VmId vm) {
        contacts.drop(vm);
    }

    private void act(Step step) throws IOException, EngineException, InterruptedException {
        switch (step) {
            case Step.CreateDisk(var vm, var disk) -> disks.create(vm, disk);
            case Step.BringDisk(var vm, var disk, var arrival) -> disks.bring(vm, disk, arrival);
            case Step.BringFirmwareVariables(var vm, var arrival) ->
                    disks.bringVariables(vm, arrival);
            case Step.GrowDisk(var vm, var disk) -> growth.grow(vm, disk);
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
                folders.remove(vm);
                cgroup.remove(vm);
                links.tidy(vm);
                saved.sweep(vm);
            }
            case Step.MakeOverlay(var vm, var disk) -> disks.overlay(vm, disk);
            case Step.RemoveOverlay(var vm, var disk) -> {
                requireUnused(vm, disk);
                disks.removeOverlay(vm, disk);
            }
            case Step.PlugLink(var vm, var nic, var slot) -> links.plug(vm, nic, slot);
            case Step.UnplugLink(var vm, var nic, var slot) -> mutes.unplug(vm, nic, slot);
            case Step.MoveLink(var vm, var nic, var from, var to) -> mutes.move(vm, nic, from, to);
            case Step.MuteLink(var vm, var nic) -> mutes.mute(vm, nic);
            case Step.UnmuteLink(var vm, var nic) -> mutes.unmute(vm, nic);
            case Step.StartDeviceModel(var launched) -> models.start(launched);
            case Step.ConfirmMeasured(var launched, var stamps) -> parts.confirm(launched, stamps);
            case Step.CopyDisk(var vm, var disk, var from) -> disks.copy(vm, disk, from);
            case Step.CopyFirmwareVariables(var vm, var from) -> disks.copyVariables(vm, from);
            case Step.OverlayKeptDisk(var vm, var kept, var origin) ->
                    disks.overlayKept(vm, kept, origin);
            case Step.CopyKeptVariables(var vm, var origin) -> disks.copyVariables(vm, origin);
            case Step.StartOrigin(var launched, var origin) -> models.boot(launched, origin);
            case Step.KeepOrigin(var launched, var origin) ->
                    origins.keep(machines.paused(launched), origin);
            case Step.StartDisposable(var launched, var origin) -> models.copy(launched, origin);
            case Step.SaveState(var launched) -> saved.save(machines.paused(launched));
            case Step.RestoreDeviceModel(var launched) -> models.restore(launched);
            case Step.TakeSnapshot(var vm, var snapshot) -> takeSnapshot(vm, snapshot);
            case Step.RemoveSnapshot(var vm, var name) ->
                    snapshots.remove(vm, name, machines.reached(vm));
            case Step.Revert(var vm, var snapshot) -> {
                requireOff(vm);
                snapshots.revert(vm, snapshot);
            }
            case Step.RemoveSavedState(var vm) -> saved.remove(vm, machines.reached(vm));
            case Step.StopDeviceModel(var vm) -> machines.stop(vm);
            case Step.Resume(var vm) -> {
                if (saved.isThere(vm)) {
                    throw SavedStates.inTheWay(machines.contact(vm).launched());
                }
                machines.resume(vm);
            }
            case Step.Pause(var vm) -> machines.pause(vm);
            case Step.PressPowerButton(var vm) -> machines.pressPowerButton(vm);
            case Step.AwaitOff(var vm, var patience) -> machines.awaitOff(vm, patience);
            case Step.Reset(var vm) -> machines.reset(vm);
            case Step.PlugDisk(var vm, var disk) ->
                    plugs.plug(vm, disk, installation.images(List.of(disk)));
            case Step.UnplugDisk(var vm, var disk, var patience) ->
                    plugs.unplug(vm, disk, patience);
            case Step.PlugNic(var vm, var nic) -> plugs.plug(vm, nic);
            case Step.UnplugNic(var vm, var nic, var patience) -> plugs.unplug(vm, nic, patience);
            case Step.SetCarrier(var vm, var nic, var carrier) ->
                    machines.setCarrier(vm, nic, carrier);
            case Step.ConfigureNetwork(var vm, var config) ->
                    contacts.agent(machines.contact(vm)).configure(NetworkFiles.of(config));
        }
    }

    private void takeSnapshot(VmId vm, Snapshot snapshot)
            throws IOException, EngineException, InterruptedException {
        Optional<Contact> contact = Optional.empty();
        if (contacts.process(vm).isPresent()) {
            contact = Optional.of(machines.paused(snapshot.vm()));
        }
        snapshots.take(vm, snapshot, contact);
    }

    /** A disk that was unplugged is free while its VM runs. */
    private void requireUnused(VmId vm, DiskName disk)
            throws IOException, EngineException, InterruptedException {
        if (machines.run(vm).machine().flatMap(machine -> machine.disk(disk)).isPresent()) {
            throw Machines.inUse(vm);
        }
    }

    private void requireOff(VmId vm) throws IOException, EngineException {
        if (contacts.process(vm).isPresent()) {
            throw Machines.inUse(vm);
        }
    }
}
