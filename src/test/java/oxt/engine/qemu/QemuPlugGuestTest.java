package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.engine.Cancel;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Outcome;
import oxt.engine.Runner;
import oxt.engine.Views;
import oxt.host.Deadline;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Vm;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.SavePlanner;
import oxt.plan.StartPlanner;
import oxt.plan.Step;

/** Disks that are plugged into a real guest and taken from it. */
@Tag("guest")
class QemuPlugGuestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Disk STICK = disk("stick");

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
    void a_file_on_a_plugged_disk_is_there_when_the_disk_comes_back() throws Exception {
        Vm bare = started();
        Vm with = bare.with(List.of(STICK), List.of());
        engine.perform(new Step.CreateDisk(bare.id(), STICK));
        engine.perform(new Step.PlugDisk(bare.id(), STICK));
        type(bare, "while ! [ -b /dev/vda ]; do sleep 1; done; mkdir /s; mke2fs /dev/vda");
        type(bare, "mount -t ext2 /dev/vda /s && echo it is here > /s/note && umount /s");
        assertEquals(new Run.Running(with), seenByTheNextDaemon(bare));

        engine.perform(new Step.UnplugDisk(bare.id(), STICK, PATIENCE));
        assertEquals(new Run.Running(bare), seenByTheNextDaemon(bare));
        engine.perform(new Step.Pause(bare.id()));
        engine.perform(new Step.PlugDisk(bare.id(), STICK));
        engine.perform(new Step.Resume(bare.id()));
        type(bare, "while ! [ -b /dev/vda ]; do sleep 1; done; mount -t ext2 /dev/vda /s");
        assertTrue(type(bare, "tr a-z A-Z < /s/note").contains("IT IS HERE"));

        // Linux lets go of what is mounted; what was written before is on the disk.
        type(bare, "echo more > /s/more");
        engine.perform(new Step.UnplugDisk(bare.id(), STICK, PATIENCE));
        assertEquals(new Run.Running(bare), engine.observe(bare.id()).run());
        type(bare, "umount /s");
        engine.perform(new Step.PlugDisk(bare.id(), STICK));
        type(bare, "while ! [ -b /dev/vda ]; do sleep 1; done; mount -t ext2 /dev/vda /s");
        assertTrue(type(bare, "tr a-z A-Z < /s/note").contains("IT IS HERE"));
    }

    @Test
    void a_disk_that_comes_back_at_once_goes_into_another_port() throws Exception {
        // A guest may empty the port of a disk once more, a moment after it has let go of it.
        Vm bare = started();
        Disk other = disk("other");
        for (Disk disk : List.of(STICK, other)) {
            engine.perform(new Step.CreateDisk(bare.id(), disk));
        }
        engine.perform(new Step.PlugDisk(bare.id(), STICK));
        for (int time = 0; time < 2; time++) {
            engine.perform(new Step.PlugDisk(bare.id(), other));
            int before = port(bare, STICK);
            engine.perform(new Step.UnplugDisk(bare.id(), STICK, PATIENCE));
            engine.perform(new Step.PlugDisk(bare.id(), STICK));
            assertNotEquals(before, port(bare, STICK));
            engine.perform(new Step.UnplugDisk(bare.id(), other, PATIENCE));
        }
        type(bare, "while ! ls /dev/vd?; do sleep 1; done");
        assertEquals(
                new Run.Running(bare.with(List.of(STICK), List.of())),
                engine.observe(bare.id()).run());
    }

    private int port(Vm vm, Disk disk) throws Exception {
        Launch launch = Launch.read(fixture.layout().launch(vm.id()), vm.id());
        return launch.surroundings().ports().of(Ports.device(disk.name())).orElseThrow();
    }

    @Test
    void what_was_plugged_and_what_was_not_unplugged_goes_on_from_a_saved_state() throws Exception {
        Vm bare = started();
        Disk other = disk("other");
        for (Disk disk : List.of(STICK, other)) {
            engine.perform(new Step.CreateDisk(bare.id(), disk));
        }
        // One after the other: of two at once the guest may find the second first.
        engine.perform(new Step.PlugDisk(bare.id(), STICK));
        type(bare, "while ! [ -b /dev/vda ]; do sleep 1; done");
        engine.perform(new Step.PlugDisk(bare.id(), other));
        type(bare, "while ! [ -b /dev/vdb ]; do sleep 1; done; mke2fs /dev/vdb; mkdir /s");
        engine.perform(new Step.UnplugDisk(bare.id(), STICK, PATIENCE));
        type(bare, "mount -t ext2 /dev/vdb /s && echo it is here > /s/note");
        Vm with = bare.with(List.of(other), List.of());
        run(SavePlanner.plan(with, engine.observe(bare.id()), fixture.facts()));
        run(StartPlanner.plan(with, engine.observe(bare.id()), fixture.facts()));
        assertEquals(new Run.Running(with), engine.observe(bare.id()).run());
        String read = type(bare, "tr a-z A-Z < /s/note; umount /s");
        assertTrue(read.contains("IT IS HERE"), read);
        engine.perform(new Step.PlugDisk(bare.id(), STICK));
        type(bare, "while ! [ -b /dev/vda ]; do sleep 1; done");
        engine.perform(new Step.UnplugDisk(bare.id(), other, PATIENCE));
        assertEquals(
                new Run.Running(bare.with(List.of(STICK), List.of())),
                engine.observe(bare.id()).run());
    }

    private void run(Planned planned) {
        Plan plan = assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan();
        assertEquals(
                new Outcome.Done(), new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel()));
    }

    @Test
    void a_disk_that_the_guest_throws_out_by_itself_is_seen_to_be_gone() throws Exception {
        Vm bare = started();
        engine.perform(new Step.CreateDisk(bare.id(), STICK));
        engine.perform(new Step.PlugDisk(bare.id(), STICK));
        type(bare, "while ! [ -b /dev/vda ]; do sleep 1; done");
        type(bare, "for slot in /sys/bus/pci/slots/*/power; do echo 0 > $slot; done");
        Deadline deadline = Deadline.after(PATIENCE);
        while (!engine.observe(bare.id()).run().equals(new Run.Running(bare))) {
            assertFalse(deadline.isOver(), "it is still there");
            Thread.sleep(20);
        }
        // What it left in QEMU is not in the way of the next one.
        engine.perform(new Step.PlugDisk(bare.id(), STICK));
        assertEquals(
                new Run.Running(bare.with(List.of(STICK), List.of())),
                engine.observe(bare.id()).run());
    }

    @Test
    void one_disk_more_than_there_are_places_is_refused_and_one_whose_file_is_gone_as_well()
            throws Exception {
        Vm bare = started();
        List<Disk> disks = new ArrayList<>();
        for (int number = 0; number <= Ports.SPARE; number++) {
            disks.add(disk("stick" + number));
            engine.perform(new Step.CreateDisk(bare.id(), disks.getLast()));
        }
        Disk tooMany = disks.removeLast();
        EngineException gone =
                assertThrows(
                        EngineException.class,
                        () -> engine.perform(new Step.PlugDisk(bare.id(), STICK)));
        assertEquals("qemu-refused", gone.problem().code());
        engine.perform(new Step.UnplugDisk(bare.id(), STICK, PATIENCE));
        for (Disk disk : disks) {
            engine.perform(new Step.PlugDisk(bare.id(), disk));
        }
        EngineException full =
                assertThrows(
                        EngineException.class,
                        () -> engine.perform(new Step.PlugDisk(bare.id(), tooMany)));
        assertEquals("no-free-port", full.problem().code());
        assertEquals(new Run.Running(bare.with(disks, List.of())), engine.observe(bare.id()).run());
    }

    private Run seenByTheNextDaemon(Vm vm) throws EngineException {
        fixture.abandon(vm.id());
        QemuEngine next = fixture.another();
        Run seen = next.observe(vm.id()).run();
        next.abandon(vm.id());
        return seen;
    }

    private Vm started() throws Exception {
        Vm vm = fixture.obedient();
        Vm bare =
                Vms.changed(
                                vm,
                                vm.memory(),
                                new Boot.DirectKernel(Vms.MINIMAL, ""),
                                List.of(),
                                Vms.NET)
                        .with(List.of(), List.of());
        engine.perform(new Step.MakeRunFolder(bare.id()));
        engine.perform(new Step.StartDeviceModel(bare));
        engine.perform(new Step.Resume(bare.id()));
        fixture.awaitConsole(bare.id(), "~# ");
        // The shell may be there before what loads drivers for devices that come.
        type(bare, "until pidof uevent; do sleep 1; done; sleep 1");
        return bare;
    }

    /** What the guest writes until it has done that. */
    private String type(Vm vm, String command) throws Exception {
        try (Views.Console console = engine.views().console(vm.id())) {
            console.write((command + "; echo $((3+4))-done\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder seen = new StringBuilder();
            Deadline deadline = Deadline.after(PATIENCE);
            while (!seen.toString().contains("7-done")) {
                assertFalse(deadline.isOver(), seen::toString);
                byte[] bytes = console.read(Duration.ofSeconds(1)).orElseThrow();
                seen.append(new String(bytes, StandardCharsets.UTF_8));
            }
            return seen.toString();
        }
    }

    private static Disk disk(String name) {
        return new Disk(
                new DiskName(name),
                new DiskSource.Blank(ByteSize.mebibytes(16)),
                DiskFormat.RAW,
                DiskMode.PERSISTENT);
    }
}
