package oxt.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import oxt.model.ProblemException;

/** Finds the place in the tree of cgroups, version 2, that this program may build upon. */
public final class Cgroups {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final Path OWN = Path.of("/proc/self/cgroup");
    private static final Set<String> NEEDED = new TreeSet<>(List.of("cpu", "memory", "pids"));

    /** Root's, where the daemon's own cgroup is shared with a shell. */
    private static final String TOP = "oxt";

    /** The daemon's own: a cgroup that gives controllers to others may hold no process itself. */
    private static final String DAEMON = "daemon";

    private static final String WEIGHT = "cpu.weight";

    /** As ten VMs, for the reason that {@link OwnShare} gives. */
    private static final int DAEMON_WEIGHT = 1_000;

    private Cgroups() {}

    /**
     * Moves this process one level down where that is needed to have cgroups beside it; where there
     * is systemd the tree is systemd's.
     */
    public static CgroupParent find() {
        return Systemd.find()
                .<CgroupParent>map(CgroupParent.OfSystemd::new)
                .orElseGet(() -> find(read(MOUNTS), read(OWN), Path.of("/")));
    }

    static CgroupParent find(String mounts, String own, Path root) {
        Optional<String> mount = mountPoint(mounts);
        if (mount.isEmpty()) {
            return new CgroupParent.Absent("This machine has no cgroups of version 2 mounted.");
        }
        Path top = root.resolve(mount.get().substring(1));
        Set<String> missing = new TreeSet<>(NEEDED);
        missing.removeAll(words(top.resolve("cgroup.controllers")));
        if (!missing.isEmpty()) {
            return new CgroupParent.Absent(
                    "The cgroups of version 2 of this machine cannot limit "
                            + String.join(", ", missing)
                            + "; start it with systemd.unified_cgroup_hierarchy=1.");
        }
        Path mine = top.resolve(ownPath(own).substring(1));
        return delegated(mine).or(() -> topmost(top)).orElseGet(() -> absent(mine));
    }

    /** Pure; the mount point of the first cgroup2 of {@code /proc/self/mounts}. */
    static Optional<String> mountPoint(String mounts) {
        return mounts.lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length > 2 && words[2].equals("cgroup2"))
                .map(words -> words[1])
                .findFirst();
    }

    /** Pure; the path of version 2 in {@code /proc/self/cgroup}: the line of hierarchy 0. */
    static String ownPath(String own) {
        return own.lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::".length()))
                .findFirst()
                .orElse("/");
    }

    /** The daemon's own cgroup, as systemd gives it to a unit with Delegate=yes. */
    private static Optional<CgroupParent> delegated(Path mine) {
        // A daemon that was here before has moved itself one level down.
        Path unit = mine.endsWith(DAEMON) ? mine.resolve("..").normalize() : mine;
        CgroupFolder folder = new CgroupFolder(unit);
        long self = ProcessHandle.current().pid();
        if (!Files.isWritable(unit.resolve("cgroup.subtree_control"))
                || !Files.isWritable(unit.resolve("cgroup.procs"))
                || folder.processes().stream().anyMatch(pid -> pid != self)) {
            return Optional.empty();
        }
        try {
            CgroupFolder daemon = folder.make(DAEMON);
            daemon.put(self);
            CgroupParent parent = enabled(folder);
            if (Files.exists(daemon.path().resolve(WEIGHT))) {
                daemon.write(WEIGHT, Integer.toString(DAEMON_WEIGHT));
            }
            return Optional.of(parent);
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    private static Optional<CgroupParent> topmost(Path top) {
        if (!Files.isWritable(top.resolve("cgroup.subtree_control"))) {
            return Optional.empty();
        }
        try {
            enabled(new CgroupFolder(top));
            return Optional.of(enabled(new CgroupFolder(top).make(TOP)));
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    private static CgroupParent enabled(CgroupFolder folder) {
        folder.write("cgroup.subtree_control", "+" + String.join(" +", NEEDED));
        return new CgroupParent.Usable(folder);
    }

    private static CgroupParent absent(Path mine) {
        return new CgroupParent.Absent(
                "The cgroup "
                        + mine
                        + " is not this user's to divide; start the daemon as a systemd unit with"
                        + " Delegate=yes.");
    }

    private static Set<String> words(Path file) {
        return Set.of(read(file).strip().split(" "));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }
}
