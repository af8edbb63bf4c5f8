package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.engine.Cancel;
import oxt.engine.Engine;
import oxt.engine.Outcome;
import oxt.engine.Runner;
import oxt.engine.files.Firmware;
import oxt.engine.files.Programs;
import oxt.guest.GuestShell;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.SnapshotName;
import oxt.model.Vm;
import oxt.plan.CreatePlanner;
import oxt.plan.Held;
import oxt.plan.Observed;
import oxt.plan.Planned;
import oxt.plan.SnapshotPlanner;
import oxt.plan.SnapshotPlanner.IfItRuns;
import oxt.plan.StartPlanner;

/** Snapshots of real disks, firmware variables and guests. */
@Tag("guest")
class SnapshotGuestTest {
    private static final Duration BOOT = Duration.ofSeconds(120);
    private static final Instant TAKEN = Instant.parse("2026-05-04T10:00:00Z");
    private static final SnapshotName BEFORE = new SnapshotName("before");

    private QemuFixture fixture;
    private Engine engine;

    @BeforeEach
    void begin() throws IOException {
        fixture = new QemuFixture(new GuestFiles());
        engine = fixture.engine();
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void a_guest_goes_on_from_a_snapshot_with_its_memory_and_every_kind_of_disk() throws Exception {
        Vm vm =
                with(
                        new Boot.DirectKernel(Vms.MINIMAL, ""),
                        disk("data", DiskFormat.QCOW2, DiskMode.PERSISTENT),
                        disk("plain", DiskFormat.RAW, DiskMode.PERSISTENT),
                        disk("scratch", DiskFormat.QCOW2, DiskMode.FRESH));
        run(CreatePlanner.plan(vm, look(vm), fixture.facts()));
        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            shell.run("NOTE=first");
            write(shell, "first");
            run(SnapshotPlanner.take(vm, BEFORE, TAKEN, look(vm), fixture.facts()));
            assertEquals("first", shell.run("echo $NOTE").text().strip(), "it runs on");
            shell.run("NOTE=later");
            write(shell, "later");
        }
        // Twice, because nothing that goes on from a snapshot may change it.
        for (int time = 0; time < 2; time++) {
            run(SnapshotPlanner.revert(vm, BEFORE, IfItRuns.KILL, look(vm)));
            run(StartPlanner.plan(vm, look(vm), fixture.facts()));
            try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
                assertEquals("first", shell.run("echo $NOTE").text().strip());
                for (char disk : new char[] {'a', 'b', 'c'}) {
                    assertEquals("first", read(shell, disk), "vd" + disk);
                }
                write(shell, "again");
            }
        }
        run(SnapshotPlanner.remove(vm, BEFORE, look(vm)));
        assertEquals(List.of(), look(vm).held(Held.KeptSnapshot.class));
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            assertEquals("again", read(shell, 'a'), "it runs on");
        }
    }

    @Test
    void disks_and_firmware_variables_of_a_vm_that_is_off_are_again_what_they_were()
            throws Exception {
        assumeTrue(Files.exists(Firmware.code()), "Debian's package ovmf is not installed");
        Vm vm =
                with(
                        new Boot.Uefi(),
                        disk("data", DiskFormat.QCOW2, DiskMode.PERSISTENT),
                        disk("plain", DiskFormat.RAW, DiskMode.PERSISTENT));
        run(CreatePlanner.plan(vm, look(vm), fixture.facts()));
        Path raw = fixture.layout().disk(vm.id(), new DiskName("plain"), DiskFormat.RAW);
        Path qcow2 = fixture.layout().disk(vm.id(), new DiskName("data"), DiskFormat.QCOW2);
        Path variables = fixture.layout().variables(vm.id());
        byte[] before = Files.readAllBytes(variables);
        overwrite(raw, 'a');
        io(qcow2, "write -P 0x61 0 64k");
        run(SnapshotPlanner.take(vm, BEFORE, TAKEN, look(vm), fixture.facts()));
        overwrite(raw, 'b');
        overwrite(variables, 'b');
        io(qcow2, "write -P 0x62 0 64k");

        // As a daemon leaves it that dies in the middle.
        Files.writeString(fixture.layout().reverting(vm.id()), BEFORE.text());
        assertTrue(look(vm).holds(new Held.HalfReverted(BEFORE)));
        assertInstanceOf(Planned.Refused.class, StartPlanner.plan(vm, look(vm), fixture.facts()));

        run(SnapshotPlanner.revert(vm, BEFORE, IfItRuns.REFUSE, look(vm)));
        assertEquals('a', Files.readAllBytes(raw)[0]);
        assertArrayEquals(before, Files.readAllBytes(variables));
        io(qcow2, "read -P 0x61 0 64k");
        assertEquals(Files.getAttribute(qcow2, "unix:uid"), Files.getAttribute(raw, "unix:uid"));
        assertEquals(
                Files.getAttribute(qcow2, "unix:uid"), Files.getAttribute(variables, "unix:uid"));
        assertEquals(Set.of(), look(vm).heldForRun());

        run(SnapshotPlanner.remove(vm, BEFORE, look(vm)));
        assertEquals("", Programs.run(List.of("qemu-img", "snapshot", "-l", "" + qcow2), BOOT));
        assertTrue(Files.notExists(fixture.layout().snapshots(vm.id())));
    }

    private Vm with(Boot boot, Disk... disks) {
        Vm vm = fixture.obedient();
        return Vms.changed(vm, vm.memory(), boot, List.of(disks), Vms.NET);
    }

    private static Disk disk(String name, DiskFormat format, DiskMode mode) {
        return new Disk(
                new DiskName(name), new DiskSource.Blank(ByteSize.mebibytes(8)), format, mode);
    }

    private static void write(GuestShell shell, String word) throws Exception {
        for (char disk : new char[] {'a', 'b', 'c'}) {
            assertTrue(
                    shell.run("printf " + word + " | dd of=/dev/vd" + disk + " conv=fsync")
                            .isGood());
        }
    }

    /** Of the disk itself, not of what the guest still has in memory. */
    private static String read(GuestShell shell, char disk) throws Exception {
        shell.run("echo 3 > /proc/sys/vm/drop_caches");
        return shell.run("dd if=/dev/vd" + disk + " bs=5 count=1 2>/dev/null").text().strip();
    }

    private static void overwrite(Path file, char with) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.write(with);
        }
    }

    private static void io(Path file, String command) throws Exception {
        String said =
                Programs.run(List.of("qemu-io", "-f", "qcow2", "-c", command, "" + file), BOOT);
        assertTrue(!said.contains("failed"), said);
    }

    private Observed look(Vm vm) throws Exception {
        return engine.observe(vm.id());
    }

    private void run(Planned planned) {
        var ready = assertInstanceOf(Planned.Ready.class, planned, planned::toString);
        assertEquals(
                new Outcome.Done(),
                new Runner(engine).run(ready.plan(), (_, _, _) -> {}, new Cancel()));
    }
}
