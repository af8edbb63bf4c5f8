package oxt.engine.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import oxt.engine.EngineException;
import oxt.engine.files.DurableFile;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.engine.files.SparseCopy;
import oxt.engine.files.VmUsers;
import oxt.host.PosixFiles;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.Problem;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.Snapshot;

/** Snapshots of VMs as a whole: taken, gone back to, removed. */
final class Snapshots {
    private static final int MOST_NAME_BYTES = 64;

    private final Layout layout;
    private final VmUsers users;
    private final Programs programs;
    private final DiskSnapshots disks;
    private final StateTransfer transfer;
    private final SavedStates saved;

    Snapshots(
            Layout layout,
            VmUsers users,
            Programs programs,
            DiskSnapshots disks,
            StateTransfer transfer,
            SavedStates saved) {
        this.layout = layout;
        this.users = users;
        this.programs = programs;
        this.disks = disks;
        this.transfer = transfer;
        this.saved = saved;
    }

    Set<Held> held(VmId vm) throws IOException {
        Set<Held> held = new HashSet<>();
        for (SnapshotFolder folder : SnapshotFolder.all(layout.snapshots(vm))) {
            folder.read(vm).ifPresent(it -> held.add(new Held.KeptSnapshot(it.snapshot())));
        }
        DurableFile.read(layout.reverting(vm), MOST_NAME_BYTES)
                .ifPresent(name -> held.add(new Held.HalfReverted(new SnapshotName(name))));
        return held;
    }

    /**
     * @param contact where the VM has a process, which is paused
     */
    void take(VmId vm, Snapshot snapshot, Optional<Contact> contact)
            throws IOException, EngineException, InterruptedException {
        Optional<SnapshotFolder.Description> there = find(vm, snapshot.name());
        if (there.isPresent()) {
            if (!there.get().snapshot().equals(snapshot)) {
                throw taken(snapshot);
            }
            return;
        }
        sweep(vm, contact);
        users.passage(layout.state());
        users.passage(layout.vmFolders());
        Files.createDirectories(layout.vmFolder(vm));
        users.open(layout.vmFolder(vm), vm);
        String tag = "oxt-" + UUID.randomUUID().toString().substring(24);
        SnapshotFolder part =
                SnapshotFolder.begin(
                        layout.snapshots(vm), new SnapshotFolder.Description(snapshot, tag));
        try {
            write(snapshot, tag, part, contact);
            part.finish(snapshot.name());
        } catch (IOException | EngineException | InterruptedException | RuntimeException e) {
            sweep(vm, contact);
            throw e;
        }
    }

    /** May be broken off at any place, and done again from its beginning. */
    void revert(VmId vm, Snapshot snapshot)
            throws IOException, EngineException, InterruptedException {
        SnapshotFolder folder =
                new SnapshotFolder(layout.snapshots(vm).resolve(snapshot.name().text()));
        String tag = find(vm, snapshot.name()).orElseThrow(() -> gone(snapshot)).tag();
        PosixFiles.replace(layout.reverting(vm), snapshot.name().text(), "rw-------");
        saved.remove(vm, Optional.empty());
        disks.revert(snapshot.vm(), tag);
        for (Disk disk : snapshot.vm().disks()) {
            switch (disk.mode()) {
                case PERSISTENT -> {
                    if (disk.format() == DiskFormat.RAW) {
                        put(
                                folder.disk(disk.name()),
                                layout.disk(vm, disk.name(), disk.format()),
                                vm);
                    }
                }
                case FRESH -> {
                    Path overlay = layout.overlay(vm, disk.name());
                    Files.deleteIfExists(overlay);
                    if (snapshot.memory() == Snapshot.Memory.KEPT) {
                        Files.createDirectories(layout.overlays(vm));
                        users.open(layout.overlays(vm), vm);
                        put(folder.overlay(disk.name()), overlay, vm);
                    }
                }
                case READ_ONLY -> {}
            }
        }
        if (snapshot.vm().boot() instanceof Boot.Uefi) {
            put(folder.variables(), layout.variables(vm), vm);
        }
        if (snapshot.memory() == Snapshot.Memory.KEPT) {
            saved.folder(vm).copy(folder.state());
        }
        PosixFiles.remove(layout.reverting(vm));
        PosixFiles.sync(layout.vmFolder(vm));
    }

    void remove(VmId vm, SnapshotName name, Optional<Contact> contact)
            throws IOException, EngineException, InterruptedException {
        Path folder = layout.snapshots(vm).resolve(name.text());
        if (Files.isDirectory(folder)) {
            String tag = find(vm, name).map(SnapshotFolder.Description::tag).orElse(name.text());
            new SnapshotFolder(folder).giveUp(tag);
        }
        sweep(vm, contact);
        if (DurableFile.read(layout.reverting(vm), MOST_NAME_BYTES)
                .filter(name.text()::equals)
                .isPresent()) {
            PosixFiles.remove(layout.reverting(vm));
        }
        DurableFile.removeIfEmpty(layout.vmFolder(vm));
    }

    /** Takes away what is only half there; by the disks' files where their process dies of it. */
    private void sweep(VmId vm, Optional<Contact> contact)
            throws IOException, EngineException, InterruptedException {
        try {
            clear(vm, contact);
        } catch (EngineException e) {
            if (contact.isEmpty() || !Contacts.gone(contact.get().process())) {
                throw e;
            }
            clear(vm, Optional.empty());
        }
    }

    /** Once the disks can be written to. */
    private void clear(VmId vm, Optional<Contact> contact)
            throws IOException, EngineException, InterruptedException {
        boolean writable = contact.isEmpty() || !transfer.isDone(contact.get());
        for (SnapshotFolder remains : SnapshotFolder.remains(layout.snapshots(vm))) {
            Optional<SnapshotFolder.Description> description = remains.read(vm);
            if (description.isPresent() && !writable) {
                continue; // after a migration QEMU's disks are closed until it goes on
            }
            if (description.isPresent()) {
                String tag = description.get().tag();
                if (contact.isPresent()) {
                    disks.remove(contact.get(), tag);
                } else {
                    disks.remove(description.get().snapshot().vm(), tag);
                }
            }
            remains.remove();
        }
    }

    private void write(
            Snapshot snapshot, String tag, SnapshotFolder part, Optional<Contact> contact)
            throws IOException, EngineException, InterruptedException {
        Vm vm = snapshot.vm();
        // First the disks: when the memory is written QEMU closes them, and files can be copied.
        if (contact.isPresent()) {
            disks.take(contact.get(), tag);
            Launch launch = contact.get().devices().launch();
            transfer.save(contact.get(), launch, part.state());
        } else {
            disks.take(vm, tag);
            if (snapshot.memory() == Snapshot.Memory.KEPT) {
                part.state().copy(saved.folder(vm.id()));
            }
        }
        for (Disk disk : vm.disks()) {
            if (disk.mode() == DiskMode.PERSISTENT && disk.format() == DiskFormat.RAW) {
                copy(layout.disk(vm.id(), disk.name(), disk.format()), part.disk(disk.name()));
            }
            if (disk.mode() == DiskMode.FRESH && snapshot.memory() == Snapshot.Memory.KEPT) {
                copy(layout.overlay(vm.id(), disk.name()), part.overlay(disk.name()));
            }
        }
        if (vm.boot() instanceof Boot.Uefi) {
            copy(layout.variables(vm.id()), part.variables());
        }
    }

    private void copy(Path from, Path to)
            throws IOException, EngineException, InterruptedException {
        Path folder = Objects.requireNonNull(to.getParent());
        PosixFiles.makeFolder(folder, "rwx------");
        SparseCopy.make(programs, from, to);
        VmUsers.mode(to, "rw-------");
        PosixFiles.sync(to);
        PosixFiles.sync(folder);
    }

    /** As a file of the VM's, in its place at once. */
    private void put(Path kept, Path file, VmId vm)
            throws IOException, EngineException, InterruptedException {
        Path unfinished = DurableFile.unfinished(file);
        Files.deleteIfExists(unfinished);
        SparseCopy.make(programs, kept, unfinished);
        users.give(unfinished, vm);
        DurableFile.finish(unfinished, file);
    }

    private Optional<SnapshotFolder.Description> find(VmId vm, SnapshotName name)
            throws IOException {
        return new SnapshotFolder(layout.snapshots(vm).resolve(name.text())).read(vm);
    }

    private static EngineException taken(Snapshot snapshot) {
        return new EngineException(
                new Problem.Conflict(
                        "snapshot-exists",
                        "There is a snapshot " + snapshot.name() + " already.",
                        "Choose another name."));
    }

    private static EngineException gone(Snapshot snapshot) {
        return new EngineException(
                new Problem.Missing(
                        "no-such-snapshot",
                        "There is no snapshot " + snapshot.name() + " any more.",
                        "See which there are: oxt vm snapshot list NAME"));
    }
}
