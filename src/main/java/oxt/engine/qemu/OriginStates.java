package oxt.engine.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import oxt.api.Json;
import oxt.engine.EngineException;
import oxt.engine.Origins;
import oxt.engine.files.DurableFile;
import oxt.engine.files.HostFiles;
import oxt.engine.files.Layout;
import oxt.engine.files.StateFolder;
import oxt.engine.files.VmUsers;
import oxt.host.FileTree;
import oxt.host.MemoryFile;
import oxt.host.PosixFiles;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.Digest;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.Display;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Origin;

/**
 * Booted states on disk, and their memory in a sealed file of this process.
 *
 * <p>Every disposable maps that file and gets pages of its own where it writes: ten of them share
 * what they only read, and none can change it for another. Gone with the daemon; the next reads it
 * from the disk again. A state is there as a whole when its folder {@code state} is.
 */
final class OriginStates implements Origins {
    private static final String STATE = "state";
    private static final VmName NOBODY = new VmName("nobody");
    private static final VmId NO_ID = new VmId(new java.util.UUID(0, 0));

    /** What a machine's command line says besides the VM's own. */
    @FunctionalInterface
    interface Making {
        QemuArgs.Surroundings of(Vm vm) throws EngineException, InterruptedException;
    }

    private final Layout layout;
    private final VmUsers users;
    private final StateTransfer transfer;
    private final Making making;

    /** Of guests that boot, and of states that disposables have begun from. */
    private final Map<Origin, MemoryFile> memories = new ConcurrentHashMap<>();

    OriginStates(Layout layout, VmUsers users, StateTransfer transfer, Making making) {
        this.layout = layout;
        this.users = users;
        this.transfer = transfer;
        this.making = making;
    }

    @Override
    public Origin of(Vm template) throws EngineException, InterruptedException {
        Launch launch = new Launch(nameless(template), making.of(template));
        return Origin.of(
                template.id(), digest(Json.write(launch.document())), digest(marks(template)));
    }

    /** What tells whether the VM's own files are what they were. */
    private String marks(Vm vm) throws EngineException {
        List<Path> files = new ArrayList<>();
        for (Disk disk : vm.disks()) {
            if (disk.mode() == DiskMode.PERSISTENT) {
                files.add(layout.disk(vm.id(), disk.name(), disk.format()));
            }
        }
        if (vm.boot() instanceof Boot.Uefi) {
            files.add(layout.variables(vm.id()));
        }
        StringBuilder marks = new StringBuilder();
        try {
            for (Path file : files) {
                marks.append(file.getFileName()).append(' ');
                marks.append(
                        Files.exists(file)
                                ? Files.readAttributes(file, "unix:ino,size,lastModifiedTime")
                                        .entrySet()
                                        .stream()
                                        .sorted(Map.Entry.comparingByKey())
                                        .toList()
                                : "gone");
                marks.append('\n');
            }
            return marks.toString();
        } catch (IOException e) {
            throw HostFiles.problem(e);
        }
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<Origin> earlier(Origin wanted) throws EngineException {
        Path folder = layout.origins(wanted.template());
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        String begin = wanted.made() + "-";
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith(begin))
                    .map(
                            name ->
                                    new Origin(
                                            wanted.template(),
                                            wanted.made(),
                                            name.substring(begin.length())))
                    .filter(this::isThere)
                    .findFirst();
        } catch (IOException e) {
            throw HostFiles.problem(e);
        }
    }

    @Override
    public boolean isThere(Origin origin) {
        return state(origin).isThere();
    }

    @Override
    public void forgetOthers(Origin kept) throws EngineException {
        forget(layout.origins(kept.template()), kept.shortName()::equals);
        memories.keySet().stream()
                .filter(each -> each.template().equals(kept.template()) && !each.equals(kept))
                .forEach(this::close);
    }

    @Override
    public void forget(VmId template) throws EngineException {
        forget(layout.origins(), name -> !name.equals(template.toString()));
        removeIfEmpty(layout.origins());
        memories.keySet().stream()
                .filter(each -> each.template().equals(template))
                .forEach(this::close);
    }

    @Override
    public void forgetAllBut(Set<VmId> templates) throws EngineException {
        forget(layout.origins(), name -> VmId.parse(name).filter(templates::contains).isPresent());
        // And what an earlier daemon did not live to keep.
        for (VmId template : templates) {
            Path folder = layout.origins(template);
            forget(folder, name -> new StateFolder(folder.resolve(name).resolve(STATE)).isThere());
            removeIfEmpty(folder);
        }
        removeIfEmpty(layout.origins());
        memories.keySet().stream()
                .filter(each -> !templates.contains(each.template()))
                .forEach(this::close);
    }

    /** The memory of a guest that is about to boot. */
    MemoryFile begin(Vm booted, Origin origin) throws IOException {
        close(origin);
        MemoryFile memory = MemoryFile.create("oxt " + origin.shortName());
        OriginMemory.size(memory, booted.memory());
        memories.put(origin, memory);
        return memory;
    }

    /** Writes the memory first, then all else; whole and for good, or not at all. */
    void keep(Contact paused, Origin origin)
            throws IOException, EngineException, InterruptedException {
        MemoryFile memory = memories.get(origin);
        if (isThere(origin)) {
            return;
        }
        if (memory == null) {
            throw new EngineException(lost());
        }
        users.passage(layout.state());
        Path folder = layout.origin(origin);
        FileTree.remove(folder);
        Files.createDirectories(folder);
        for (Path each : List.of(layout.origins(), layout.origins(origin.template()), folder)) {
            VmUsers.mode(each, "rwx------");
        }
        try {
            OriginMemory.write(memory, folder);
            keepFiles(paused.launched(), origin);
            transfer.leaveMemoryOut(paused);
            Launch launch =
                    Launch.read(layout.launch(paused.launched().id()), paused.launched().id());
            transfer.save(paused, launch, state(origin));
        } catch (IOException | EngineException | InterruptedException | RuntimeException e) {
            FileTree.remove(folder);
            throw e;
        }
    }

    /** Under names of the origin's; QEMU writes what it has of them before the state is whole. */
    private void keepFiles(Vm booted, Origin origin) throws IOException {
        Files.createDirectory(layout.origin(origin).resolve("disks"));
        for (Disk disk : booted.disks()) {
            Path kept = layout.originDisk(origin, disk.name());
            switch (disk.mode()) {
                case PERSISTENT ->
                        keepFile(layout.disk(booted.id(), disk.name(), disk.format()), kept);
                case FRESH -> keepFile(layout.overlay(booted.id(), disk.name()), kept);
                case READ_ONLY -> {}
            }
        }
        if (booted.boot() instanceof Boot.Uefi) {
            keepFile(layout.variables(booted.id()), layout.originVariables(origin));
        }
        PosixFiles.sync(layout.origin(origin).resolve("disks"));
        PosixFiles.sync(layout.origin(origin));
    }

    private void keepFile(Path file, Path kept) throws IOException {
        Files.createLink(kept, file);
        users.fix(kept);
    }

    /** What a disposable begins with. */
    Startup.Copied startup(Origin origin) throws IOException, EngineException {
        StateFolder state = state(origin);
        if (!state.isThere()) {
            throw new EngineException(lost());
        }
        var description = state.read(NO_ID, node -> Launch.read(node, NO_ID));
        return new Startup.Copied(
                state, description.memory(), sealed(origin), description.launch().vm().disks());
    }

    /** Read from the disk where this daemon has not used it before. */
    private synchronized MemoryFile sealed(Origin origin) throws IOException, EngineException {
        MemoryFile known = memories.get(origin);
        if (known == null) {
            known = OriginMemory.read(layout.origin(origin));
            memories.put(origin, known);
        }
        // The booted guest's process is gone by now; while it had the memory this would fail.
        known.seal();
        return known;
    }

    private void forget(Path folder, Predicate<String> kept) throws EngineException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (!kept.test(entry.getFileName().toString())) {
                    FileTree.remove(entry);
                }
            }
        } catch (IOException e) {
            throw HostFiles.problem(e);
        } catch (ProblemException e) {
            throw HostFiles.problem(e);
        }
    }

    private static void removeIfEmpty(Path folder) throws EngineException {
        try {
            DurableFile.removeIfEmpty(folder);
        } catch (IOException e) {
            throw HostFiles.problem(e);
        }
    }

    private void close(Origin origin) {
        Optional.ofNullable(memories.remove(origin)).ifPresent(MemoryFile::close);
    }

    private StateFolder state(Origin origin) {
        return new StateFolder(layout.origin(origin).resolve(STATE));
    }

    /** What the state does not depend on left out. */
    private static Vm nameless(Vm vm) {
        return new Vm(
                NO_ID,
                NOBODY,
                vm.role(),
                vm.template(),
                vm.memory(),
                vm.processors(),
                vm.boot(),
                vm.disks(),
                List.of(),
                Display.OFF,
                new Autostart.Off(),
                vm.uplink(),
                vm.pci(),
                vm.xen(),
                vm.measured());
    }

    private static Problem lost() {
        return new Problem.Failed(
                "origin-gone",
                "The state that disposables begin from is gone.",
                "Ask again, and it is made anew.");
    }
}
