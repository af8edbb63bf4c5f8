package oxt.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import oxt.engine.EngineException;
import oxt.host.FileTree;
import oxt.host.PosixFiles;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.VmId;
import oxt.plan.Carrier;
import oxt.plan.Held;

/**
 * The folders of runs: what the daemon knows of a process, and the process's sockets.
 *
 * <p>The process never owns the folder. It owns the one of its sockets while it starts, when no
 * guest has run yet, and never again: what the daemon connects to cannot become something else.
 */
public final class RunFolders {
    /** Where Linux's addresses of Unix sockets end, with a byte for NUL (unix(7)). */
    private static final int LONGEST_SOCKET_PATH = 107;

    /** Logs of VMs that are off stay for a look at what happened; the oldest go. */
    private static final int MOST_LOGS = 64;

    private final Layout layout;
    private final VmUsers users;

    public RunFolders(Layout layout, VmUsers users) {
        this.layout = layout;
        this.users = users;
    }

    public void make(VmId vm) throws IOException, EngineException {
        refuseLongPaths(vm);
        users.passage(layout.run());
        users.passage(layout.runFolders());
        refuseClosedPaths(layout.runFolders());
        Files.createDirectories(layout.runFolder(vm));
        users.open(layout.runFolder(vm), vm);
        Files.createDirectories(layout.log(vm));
        VmUsers.mode(layout.logs(), "rwx------");
    }

    public void remove(VmId vm) throws IOException {
        if (vm.isPassing()) {
            // Nobody can ask for its log any more; while the folder is there it is found.
            FileTree.remove(layout.log(vm));
        }
        FileTree.remove(layout.runFolder(vm));
        forgetOldLogs();
    }

    /** A new folder of sockets, for a process that is about to start. */
    public void begin(VmId vm) throws IOException {
        FileTree.remove(layout.sockets(vm));
        FileTree.remove(layout.carriers(vm));
        Files.createDirectories(layout.carriers(vm));
        VmUsers.mode(layout.carriers(vm), "rwx------");
        Files.createDirectories(layout.sockets(vm));
        users.give(layout.sockets(vm), vm);
    }

    /** From when the process has bound its sockets. */
    public void seal(VmId vm) throws IOException {
        users.open(layout.sockets(vm), vm);
    }

    /** Kept here because QEMU does not tell it: NICs whose cable was taken out. */
    public Map<NicName, Carrier> carriers(VmId vm, List<NicName> nics) {
        Map<NicName, Carrier> carriers = new HashMap<>();
        for (NicName nic : nics) {
            boolean out = Files.exists(layout.carriers(vm).resolve(nic.text()));
            carriers.put(nic, out ? Carrier.DOWN : Carrier.UP);
        }
        return Map.copyOf(carriers);
    }

    public void carrier(VmId vm, NicName nic, Carrier carrier) throws IOException {
        Path mark = layout.carriers(vm).resolve(nic.text());
        switch (carrier) {
            case UP -> Files.deleteIfExists(mark);
            case DOWN -> PosixFiles.replaceUnsynced(mark, "", "rw-------");
        }
    }

    /** Of a NIC that is no more. */
    public void forgetCarrier(VmId vm, NicName nic) throws IOException {
        Files.deleteIfExists(layout.carriers(vm).resolve(nic.text()));
    }

    public Set<Held> held(VmId vm) {
        return Files.isDirectory(layout.runFolder(vm)) ? Set.of(new Held.RunFolder()) : Set.of();
    }

    public List<VmId> present() throws IOException {
        return vms(layout.runFolders());
    }

    /** The VMs whose folders are there. */
    public static List<VmId> vms(Path folders) throws IOException {
        if (!Files.isDirectory(folders)) {
            return List.of();
        }
        List<VmId> vms = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folders)) {
            for (Path entry : entries.toList()) {
                try {
                    vms.add(VmId.of(entry.getFileName().toString()));
                } catch (IllegalArgumentException _) {
                    // Not a VM's.
                }
            }
        }
        return vms;
    }

    private void forgetOldLogs() throws IOException {
        if (!Files.isDirectory(layout.logs())) {
            return;
        }
        try (Stream<Path> entries = Files.list(layout.logs())) {
            List<Path> idle =
                    entries.filter(
                                    log ->
                                            !Files.exists(
                                                    layout.runFolders().resolve(log.getFileName())))
                            .sorted(Comparator.comparingLong(log -> log.toFile().lastModified()))
                            .toList();
            for (Path log : idle.subList(0, Math.max(0, idle.size() - MOST_LOGS))) {
                FileTree.remove(log);
            }
        }
    }

    private void refuseLongPaths(VmId vm) throws EngineException {
        List<Path> longest =
                List.of(
                        layout.network(vm),
                        layout.linkSocket(new LinkSide.Client(vm, new NicName("n".repeat(15)))));
        for (Path path : longest) {
            int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length > LONGEST_SOCKET_PATH) {
                throw new EngineException(
                        new Problem.Failed(
                                "run-folder-too-long",
                                "The folder "
                                        + layout.run()
                                        + " has too long a name: a socket in it would have "
                                        + length
                                        + " bytes of path, and Linux takes "
                                        + LONGEST_SOCKET_PATH
                                        + ".",
                                "Start the daemon with a shorter folder: oxtd --run /run/oxt"));
            }
        }
    }

    /** A process of its own user reaches nothing below a folder that is closed to it. */
    private void refuseClosedPaths(Path folder) throws IOException, EngineException {
        if (users instanceof VmUsers.Shared) {
            return;
        }
        for (Path path = folder; path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new EngineException(
                        new Problem.Failed(
                                "folder-closed",
                                "The users that VMs run as cannot pass through the folder "
                                        + path
                                        + ".",
                                "Run: chmod o+x " + path));
            }
        }
    }
}
