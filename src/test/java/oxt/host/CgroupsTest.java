package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ByteSize;

/** Most of it against folders that look like cgroups: what a machine really lets one do varies. */
final class CgroupsTest {
    private static final String MOUNTS =
            "proc /proc proc rw 0 0\ncgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n";
    private static final String OWN = "0::/system.slice/oxtd.service\n";
    private static final String FULL = "cpuset cpu io memory hugetlb pids rdma misc\n";

    @TempDir private Path root;

    @Test
    void a_machine_without_version_2_says_so() {
        CgroupParent parent = Cgroups.find("tmpfs /sys/fs/cgroup tmpfs rw 0 0\n", OWN, root);

        assertEquals(
                new CgroupParent.Absent("This machine has no cgroups of version 2 mounted."),
                parent);
    }

    @Test
    void version_2_without_the_controllers_says_which_are_missing() throws IOException {
        folder("", "hugetlb pids\n");

        CgroupParent parent = Cgroups.find(MOUNTS, OWN, root);

        assertTrue(
                assertInstanceOf(CgroupParent.Absent.class, parent)
                        .why()
                        .contains("cannot limit cpu, memory;"),
                parent.toString());
    }

    @Test
    void a_unit_that_systemd_delegated_is_built_upon_and_the_daemon_moves_down()
            throws IOException {
        folder("", FULL);
        Path unit = folder("system.slice/oxtd.service", FULL);
        Path daemon = folder("system.slice/oxtd.service/daemon", FULL);

        assertEquals(
                new CgroupParent.Usable(new CgroupFolder(unit)), Cgroups.find(MOUNTS, OWN, root));

        assertEquals(
                "+cpu +memory +pids", Files.readString(unit.resolve("cgroup.subtree_control")));
        assertEquals(List.of(ProcessHandle.current().pid()), new CgroupFolder(daemon).processes());
    }

    @Test
    void a_daemon_that_moved_down_already_finds_the_same_place() throws IOException {
        folder("", FULL);
        Path unit = folder("system.slice/oxtd.service", FULL);
        folder("system.slice/oxtd.service/daemon", FULL);

        assertEquals(
                new CgroupParent.Usable(new CgroupFolder(unit)),
                Cgroups.find(MOUNTS, "0::/system.slice/oxtd.service/daemon\n", root));
    }

    @Test
    void a_cgroup_shared_with_a_shell_is_left_for_one_at_the_top() throws IOException {
        Path top = folder("", FULL);
        Path oxt = folder("oxt", FULL);
        Path session = folder("user.slice/session-3.scope", FULL);
        Files.writeString(session.resolve("cgroup.procs"), "1\n");

        assertEquals(
                new CgroupParent.Usable(new CgroupFolder(oxt)),
                Cgroups.find(MOUNTS, "0::/user.slice/session-3.scope\n", root));

        assertEquals("+cpu +memory +pids", Files.readString(top.resolve("cgroup.subtree_control")));
    }

    @Test
    void a_user_who_may_divide_nothing_is_told_what_would_help() throws IOException {
        Path top = folder("", FULL);
        Files.delete(top.resolve("cgroup.subtree_control"));

        CgroupParent parent = Cgroups.find(MOUNTS, OWN, root);

        assertTrue(
                assertInstanceOf(CgroupParent.Absent.class, parent).why().contains("Delegate=yes"),
                parent.toString());
    }

    @Test
    void limits_are_written_in_the_kernels_units() throws IOException {
        Path vm = folder("vm", FULL);
        for (String file : List.of("memory.max", "cpu.weight", "pids.max")) {
            Files.writeString(vm.resolve(file), "");
        }

        new CgroupFolder(vm).limit(new CgroupLimits(ByteSize.mebibytes(512), 100, 64));

        assertEquals("536870912", Files.readString(vm.resolve("memory.max")));
        assertEquals("100", Files.readString(vm.resolve("cpu.weight")));
        assertEquals("64", Files.readString(vm.resolve("pids.max")));
    }

    @Test
    void this_machine_says_where_cgroups_may_be_made_or_why_not() {
        switch (Cgroups.find()) {
            case CgroupParent.Usable(var folder) -> assertTrue(Files.isDirectory(folder.path()));
            case CgroupParent.OfSystemd(var systemd) -> assertTrue(Files.exists(systemd.bus()));
            case CgroupParent.Absent(var why) -> assertFalse(why.isBlank());
        }
    }

    @Test
    void processes_in_a_real_cgroup_are_killed_together_and_the_cgroup_removed() throws Exception {
        Optional<String> mount = Cgroups.mountPoint(Files.readString(Path.of("/proc/self/mounts")));
        assumeTrue(mount.isPresent(), "no cgroup2 here");
        assumeTrue(Files.isWritable(Path.of(mount.orElseThrow())), "cgroup2 is not writable here");
        CgroupFolder cgroup =
                new CgroupFolder(Path.of(mount.orElseThrow()))
                        .make("oxt-test-" + ProcessHandle.current().pid());
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        try {
            cgroup.put(sleeper.pid());
            assertEquals(List.of(sleeper.pid()), cgroup.processes());
        } finally {
            cgroup.kill();
            assertTrue(cgroup.remove(Deadline.after(Duration.ofSeconds(20))));
        }
        sleeper.waitFor();
        assertEquals(List.of(), cgroup.processes());
    }

    private Path folder(String path, String controllers) throws IOException {
        Path folder = Files.createDirectories(root.resolve("sys/fs/cgroup").resolve(path));
        Files.writeString(folder.resolve("cgroup.controllers"), controllers);
        Files.writeString(folder.resolve("cgroup.procs"), "");
        Files.writeString(folder.resolve("cgroup.subtree_control"), "");
        return folder;
    }
}
