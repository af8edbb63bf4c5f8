package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
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
import oxt.host.Accounts;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Display;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Ability;
import oxt.plan.CreatePlanner;
import oxt.plan.Observed;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.SavePlanner;
import oxt.plan.StartPlanner;
import oxt.plan.Step;
import oxt.plan.TidyPlanner;

/** Guests whose memory goes to disk and comes back. */
@Tag("guest")
class SaveGuestTest {
    private static final Duration BOOT = Duration.ofSeconds(120);

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
    void what_a_guest_knew_and_its_fresh_disk_had_is_there_when_it_goes_on() throws Exception {
        Vm vm = started(fixture.obedient());
        double before;
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            shell.run("NOTE=remembered; echo kept > /run/note");
            shell.run("printf scratched | dd of=/dev/vdb conv=fsync");
            before = uptime(shell);
        }
        long process = fixture.pid(vm.id());
        run(SavePlanner.plan(vm, look(vm), fixture.facts()));
        assertEquals(new Run.Saved(vm, new Ability.Able()), look(vm).run());
        assertFalse(ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent());
        assertFalse(Files.exists(fixture.layout().runFolder(vm.id())));

        // As after the host was started again: nobody knows it but its files.
        Observed saved = fixture.another().observe(vm.id());
        assertEquals(look(vm), saved);
        run(StartPlanner.plan(vm, saved, fixture.facts()));
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            assertEquals(
                    "remembered kept scratched",
                    shell.run(
                                    "echo $NOTE $(cat /run/note) $(dd if=/dev/vdb bs=9 count=1"
                                            + " 2>/dev/null)")
                            .text()
                            .strip());
            double after = uptime(shell);
            assertTrue(after >= before && after < before + 60, before + ", then " + after);
        }
        assertFalse(Files.exists(fixture.layout().saved(vm.id())));
    }

    @Test
    void a_disk_that_was_plugged_while_the_guest_ran_is_there_when_it_goes_on() throws Exception {
        Vm vm = started(fixture.obedient());
        Disk more = Vms.disk("more", DiskMode.PERSISTENT);
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            engine.perform(new Step.CreateDisk(vm.id(), more));
            engine.perform(new Step.PlugDisk(vm.id(), more));
            shell.until("printf plugged | dd of=/dev/vdc conv=fsync", Duration.ofSeconds(30));
        }
        Vm with = look(vm).run().machine().orElseThrow();
        assertTrue(with.disk(more.name()).isPresent());
        run(SavePlanner.plan(vm, look(vm), fixture.facts()));
        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        assertEquals(new Run.Running(with), look(vm).run());
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            shell.run("echo 3 > /proc/sys/vm/drop_caches");
            assertEquals(
                    "plugged", shell.run("dd if=/dev/vdc bs=7 count=1 2>/dev/null").text().strip());
        }
    }

    @Test
    void a_uefi_guest_with_a_screen_and_a_raw_disk_goes_on() throws Exception {
        assumeTrue(Files.exists(Firmware.code()), "Debian's package ovmf is not installed");
        Vm base = Vms.withDisplay(fixture.obedient(), Display.ON);
        Disk root =
                new Disk(
                        new DiskName("root"),
                        new DiskSource.FromImage(Vms.MINIMAL),
                        DiskFormat.RAW,
                        DiskMode.PERSISTENT);
        Vm vm = Vms.changed(base, base.memory(), new Boot.Uefi(), List.of(root), Vms.NET);
        started(vm);
        // What is typed earlier the firmware takes for its own.
        fixture.awaitConsole(vm.id(), "~# ");
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            shell.run("NOTE=remembered");
        }
        run(SavePlanner.plan(vm, look(vm), fixture.facts()));
        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
            assertEquals("remembered", shell.run("echo $NOTE").text().strip());
        }
    }

    @Test
    void qemu_killed_in_the_middle_of_a_save_leaves_nothing_half_saved() throws Exception {
        Vm vm = fixture.obedient();
        run(CreatePlanner.plan(vm, look(vm), fixture.facts()));
        Observed properlyOff = look(vm);
        Path part = fixture.layout().saved(vm.id()).resolveSibling("saved.part");
        for (long bytes : List.of(1, 16 << 20)) {
            run(StartPlanner.plan(vm, look(vm), fixture.facts()));
            fixture.awaitGuest(vm.id());
            Planned save = SavePlanner.plan(vm, look(vm), fixture.facts());
            Thread killer = Thread.ofVirtual().start(() -> dieWhenWritten(vm, part, bytes));
            Outcome outcome = outcome(save);
            killer.join();
            assertFalse(outcome instanceof Outcome.Done, outcome::toString);
            assertEquals(Run.OFF, look(vm).run());
            assertEquals(new Outcome.Done(), run(TidyPlanner.plan(vm, look(vm))));
            assertEquals(properlyOff, look(vm));
            assertEquals(List.of(), left(vm));
        }
    }

    private void dieWhenWritten(Vm vm, Path part, long bytes) {
        while (part.resolve("memory").toFile().length() < bytes) {
            Thread.onSpinWait();
        }
        fixture.die(vm.id());
    }

    @Test
    void a_full_disk_in_the_middle_of_a_save_is_named_and_the_guest_goes_on() throws Exception {
        assumeTrue(Accounts.ownUserId() == 0, "only root mounts a small disk");
        Path disk = Files.createDirectories(fixture.layout().state());
        Programs.run(
                List.of("/bin/mount", "-t", "tmpfs", "-o", "size=100m", "oxt-test", "" + disk),
                Duration.ofSeconds(10));
        try {
            Vm vm = started(fixture.obedient());
            try (GuestShell shell = GuestShell.join(engine.views(), vm.id(), BOOT)) {
                shell.run("NOTE=remembered");
                Observed before = look(vm);
                var outcome =
                        assertInstanceOf(
                                Outcome.RolledBack.class,
                                outcome(SavePlanner.plan(vm, before, fixture.facts())));
                assertEquals("no-space-to-save", outcome.cause().code());
                assertEquals(before, look(vm));
                assertEquals(List.of(), left(vm));
                assertEquals("remembered", shell.run("echo $NOTE").text().strip());
            }
        } finally {
            for (VmId vm : engine.present()) {
                engine.perform(new Step.StopDeviceModel(vm));
            }
            Programs.run(List.of("/bin/umount", "--lazy", "" + disk), Duration.ofSeconds(10));
        }
    }

    @Test
    void a_saved_state_that_was_altered_is_refused_and_kept() throws Exception {
        Vm vm = started(fixture.obedient());
        fixture.awaitGuest(vm.id());
        run(SavePlanner.plan(vm, look(vm), fixture.facts()));
        Path memory = fixture.layout().saved(vm.id()).resolve("memory");
        try (FileChannel bytes = FileChannel.open(memory, StandardOpenOption.WRITE)) {
            bytes.write(ByteBuffer.wrap(new byte[] {'x'}), bytes.size() / 2);
        }
        Observed before = look(vm);
        var outcome =
                assertInstanceOf(
                        Outcome.RolledBack.class,
                        outcome(StartPlanner.plan(vm, before, fixture.facts())));
        assertEquals("saved-state-damaged", outcome.cause().code());
        assertEquals(before, look(vm));
    }

    private List<String> left(Vm vm) throws IOException {
        try (var files = Files.list(fixture.layout().vmFolder(vm.id()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("saved"))
                    .toList();
        }
    }

    private static double uptime(GuestShell shell) throws Exception {
        return Double.parseDouble(shell.run("cut -d' ' -f1 /proc/uptime").text().strip());
    }

    private Vm started(Vm vm) throws Exception {
        run(CreatePlanner.plan(vm, look(vm), fixture.facts()));
        run(StartPlanner.plan(vm, look(vm), fixture.facts()));
        return vm;
    }

    private Observed look(Vm vm) throws Exception {
        return engine.observe(vm.id());
    }

    private void run(Planned planned) {
        assertEquals(new Outcome.Done(), outcome(planned));
    }

    private Outcome run(oxt.plan.Plan plan) {
        return new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel());
    }

    private Outcome outcome(Planned planned) {
        return run(assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan());
    }
}
