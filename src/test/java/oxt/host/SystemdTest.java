package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ByteSize;

/** Against folders that look like a machine's: whether systemd runs here varies. */
final class SystemdTest {
    private static final int ALICE = 1000;

    @TempDir private Path root;

    @BeforeEach
    void run() throws IOException {
        Files.createDirectories(root.resolve("run/systemd/system"));
        make("usr/bin/busctl");
        assertTrue(root.resolve("usr/bin/busctl").toFile().setExecutable(true));
    }

    @Test
    void root_asks_the_machines_own() throws IOException {
        make("run/dbus/system_bus_socket");

        Systemd systemd = Systemd.find(root, 0, "root").orElseThrow();

        assertEquals(Systemd.Whose.MACHINE, systemd.whose());
        assertEquals(root.resolve("run/dbus/system_bus_socket"), systemd.bus());
    }

    @Test
    void nobody_is_asked_where_another_program_started_the_machine() throws IOException {
        make("run/dbus/system_bus_socket");
        Files.delete(root.resolve("run/systemd/system"));

        assertEquals(Optional.empty(), Systemd.find(root, 0, "root"));
    }

    @Test
    void nobody_is_asked_where_nobody_takes_orders() throws IOException {
        assertEquals(Optional.empty(), Systemd.find(root, 0, "root"));
        make("run/dbus/system_bus_socket");
        Files.delete(root.resolve("usr/bin/busctl"));
        assertEquals(Optional.empty(), Systemd.find(root, 0, "root"));
    }

    @Test
    void a_user_asks_their_own_only_where_it_outlives_their_sessions() throws IOException {
        make("run/dbus/system_bus_socket");
        make("run/user/1000/bus");
        assertEquals(Optional.empty(), Systemd.find(root, ALICE, "alice"));

        make("var/lib/systemd/linger/alice");

        Systemd systemd = Systemd.find(root, ALICE, "alice").orElseThrow();
        assertEquals(Systemd.Whose.USER, systemd.whose());
        assertEquals(root.resolve("run/user/1000/bus"), systemd.bus());
    }

    @Test
    void the_order_has_the_limits_and_the_devices_of_the_unit() {
        Systemd systemd =
                new Systemd(Path.of("/usr/bin/busctl"), Path.of("/bus"), Systemd.Whose.MACHINE);

        assertEquals(
                "/usr/bin/busctl --address=unix:path=/bus --timeout=10 call"
                        + " org.freedesktop.systemd1 /org/freedesktop/systemd1"
                        + " org.freedesktop.systemd1.Manager StartTransientUnit ssa(sv)a(sa(sv))"
                        + " oxt-vm-work-0b1f6e52.scope fail 9"
                        + " Description s work Slice s oxt.slice PIDs au 1 42"
                        + " CollectMode s inactive-or-failed"
                        + " MemoryMax t 1048576 TasksMax t 130 CPUWeight t 100"
                        + " DevicePolicy s closed DeviceAllow a(ss) 1 /dev/kvm rw 0",
                String.join(" ", systemd.command(scope())));
    }

    @Test
    void a_user_has_no_say_about_devices() {
        Systemd systemd =
                new Systemd(Path.of("/usr/bin/busctl"), Path.of("/bus"), Systemd.Whose.USER);

        assertFalse(systemd.command(scope()).contains("DevicePolicy"));
    }

    @Test
    void the_process_is_in_the_unit_when_the_kernel_says_so() {
        assertTrue(scope().isIn("0::/oxt.slice/oxt-vm-work-0b1f6e52.scope\n"));
        assertTrue(
                scope().isIn("4:memory:/x\n1:name=systemd:/oxt.slice/oxt-vm-work-0b1f6e52.scope"));
        assertFalse(scope().isIn("0::/system.slice/oxtd.service\n"));
        assertFalse(scope().isIn("0::/oxt.slice/my-oxt-vm-work-0b1f6e52.scope\n"));
    }

    private static TransientScope scope() {
        return new TransientScope(
                "oxt-vm-work-0b1f6e52.scope",
                "work",
                "oxt.slice",
                42,
                new CgroupLimits(new ByteSize(1048576), 100, 130));
    }

    private void make(String file) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
    }
}
