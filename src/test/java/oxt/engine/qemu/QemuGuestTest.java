package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
import oxt.engine.files.Firmware;
import oxt.engine.files.Layout;
import oxt.engine.files.LinkSide;
import oxt.engine.files.Programs;
import oxt.engine.files.VmUsers;
import oxt.host.Accounts;
import oxt.host.Deadline;
import oxt.host.image.ImageFiles;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Display;
import oxt.model.NicName;
import oxt.model.Vm;
import oxt.plan.Carrier;
import oxt.plan.CreatePlanner;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.StartPlanner;
import oxt.plan.Step;

/** What is true of QEMU's processes only, seen with real guests. */
@Tag("guest")
class QemuGuestTest {
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
    void a_guest_that_was_still_booting_when_it_was_asked_stops_all_the_same() throws Exception {
        Vm vm = started(fixture.obedient());
        engine.perform(new Step.PressPowerButton(vm.id()));
        engine.perform(new Step.AwaitOff(vm.id(), Duration.ofSeconds(60)));
        assertEquals(Run.OFF, engine.observe(vm.id()).run());
    }

    @Test
    void a_process_has_no_rights_and_opens_no_port() throws Exception {
        Vm vm = started(Vms.withDisplay(fixture.obedient(), Display.ON));
        Path process = Path.of("/proc/" + fixture.pid(vm.id()));
        Map<String, String> status = status(process);
        assertEquals("1", status.get("NoNewPrivs"));
        assertEquals("2", status.get("Seccomp"), "a filter");
        assertEquals("0000000000000000", status.get("CapPrm"));
        assertEquals(Set.of(), listening(process));
        if (fixture.another().isolation() instanceof Isolation.Apart) {
            assertNotEquals(
                    Files.readSymbolicLink(Path.of("/proc/self/ns/net")),
                    Files.readSymbolicLink(process.resolve("ns/net")));
        }
        if (Accounts.ownUserId() == 0) {
            String user = Integer.toString(VmUsers.FIRST + 1);
            assertEquals(String.join("\t", user, user, user, user), status.get("Uid"));
            // With KVM there is its group as well.
            String readers = Integer.toString(ImageFiles.READERS);
            assertTrue(List.of(status.get("Groups").strip().split(" ")).contains(readers));
        }
    }

    @Test
    void a_process_owns_nothing_that_it_could_make_into_something_else() throws Exception {
        assumeTrue(Accounts.ownUserId() == 0, "the daemon is not root: VMs are of its own user");
        Vm vm = started(fixture.obedient());
        LinkSide side = new LinkSide.Client(vm.id(), vm.nics().getFirst().name());
        Layout layout = fixture.layout();
        for (Path folder :
                List.of(
                        layout.runFolder(vm.id()),
                        layout.sockets(vm.id()),
                        layout.link(side),
                        layout.linkDoor(side))) {
            assertEquals(0, Files.getAttribute(folder, "unix:uid"), folder::toString);
            assertTrue(
                    Set.of("rwx--x---", "rwx--x--x").contains(mode(folder)),
                    () -> folder.toString());
        }
        int driverDomain = (Integer) Files.getAttribute(layout.linkDoor(side), "unix:gid");
        int own = (Integer) Files.getAttribute(layout.sockets(vm.id()), "unix:gid");
        assertTrue(driverDomain > VmUsers.FIRST && driverDomain != own, "who may send");
    }

    @Test
    void a_screenshot_is_a_picture_of_the_screen() throws Exception {
        Vm vm = started(Vms.withDisplay(fixture.obedient(), Display.ON));
        ByteBuffer png = ByteBuffer.wrap(engine.views().screenshot(vm.id()));
        // The PNG specification, sections 5.2 and 11.2.2.
        assertEquals(0x89504e470d0a1a0aL, png.getLong(0));
        assertTrue(png.getInt(16) >= 640 && png.getInt(20) >= 400, "width and height");
    }

    @Test
    void a_vm_without_a_display_has_no_screenshot() throws Exception {
        Vm vm = started(fixture.obedient());
        EngineException none =
                assertThrows(EngineException.class, () -> engine.views().screenshot(vm.id()));
        assertEquals("vm-has-no-display", none.problem().code());
    }

    @Test
    void what_is_typed_on_the_console_reaches_the_guest() throws Exception {
        Vm vm = started(fixture.obedient());
        fixture.awaitGuest(vm.id());
        try (Views.Console console = engine.views().console(vm.id())) {
            console.write("echo sum=$((40+2))\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder seen = new StringBuilder();
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!seen.toString().contains("sum=42") && System.nanoTime() < end) {
                console.read(Duration.ofSeconds(1))
                        .ifPresent(bytes -> seen.append(new String(bytes, StandardCharsets.UTF_8)));
            }
            assertTrue(seen.toString().contains("sum=42"), seen::toString);
        }
    }

    @Test
    void a_later_daemon_finds_the_vm_as_it_was_launched() throws Exception {
        Vm vm = started(fixture.obedient());
        NicName nic = vm.nics().getFirst().name();
        engine.perform(new Step.SetCarrier(vm.id(), nic, Carrier.DOWN));
        fixture.abandon(vm.id());
        QemuEngine later = fixture.another();
        assertEquals(List.of(vm.id()), later.present());
        assertEquals(new Run.Running(vm), later.observe(vm.id()).run());
        assertEquals(Map.of(nic, Carrier.DOWN), later.carriers(vm.id()));
        later.perform(new Step.Pause(vm.id()));
        assertEquals(new Run.Paused(vm), later.observe(vm.id()).run());
        later.perform(new Step.StopDeviceModel(vm.id()));
        assertEquals(Run.OFF, later.observe(vm.id()).run());
    }

    @Test
    void a_daemon_killed_before_it_noted_the_process_finds_it_all_the_same() throws Exception {
        Vm vm = started(fixture.obedient());
        fixture.abandon(vm.id());
        Files.delete(fixture.layout().process(vm.id()));
        QemuEngine later = fixture.another();
        assertEquals(new Run.Running(vm), later.observe(vm.id()).run());
        later.perform(new Step.StopDeviceModel(vm.id()));
        assertEquals(Run.OFF, later.observe(vm.id()).run());
    }

    @Test
    void a_process_that_does_not_answer_is_unreachable_and_can_be_ended() throws Exception {
        Vm vm = started(fixture.obedient());
        Programs.run(
                List.of("/bin/kill", "-STOP", Long.toString(fixture.pid(vm.id()))),
                Duration.ofSeconds(10));
        // Its word of a moment ago, that it runs, still counts for a moment.
        assertTrue(Deadline.after(Duration.ofSeconds(20)).await(() -> isUnreachable(vm)));
        engine.perform(new Step.StopDeviceModel(vm.id()));
        assertEquals(Run.OFF, engine.observe(vm.id()).run());
    }

    private boolean isUnreachable(Vm vm) {
        try {
            return engine.observe(vm.id()).run() instanceof Run.Unreachable;
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_start_that_fails_says_what_qemu_said() throws Exception {
        Vm vm = fixture.obedient();
        run(CreatePlanner.plan(vm, engine.observe(vm.id()), fixture.facts()));
        Planned start = StartPlanner.plan(vm, engine.observe(vm.id()), fixture.facts());
        fixture.loseDisk(vm);
        var outcome = assertInstanceOf(Outcome.RolledBack.class, outcome(start));
        assertEquals("qemu-did-not-start", outcome.cause().code());
        assertTrue(outcome.cause().what().contains("data.qcow2"), outcome.cause()::what);
        assertEquals(Set.of(), engine.observe(vm.id()).held());
    }

    @Test
    void a_vm_starts_from_its_disk_by_bios() throws Exception {
        Vm vm = started(fromDisk(new Boot.Bios(), DiskFormat.QCOW2, DiskMode.PERSISTENT));
        fixture.awaitConsole(vm.id(), "work:~# ");
    }

    @Test
    void a_vm_starts_from_a_fresh_disk_by_uefi() throws Exception {
        assumeTrue(Files.exists(Firmware.code()), "Debian's package ovmf is not installed");
        Vm vm = started(fromDisk(new Boot.Uefi(), DiskFormat.RAW, DiskMode.FRESH));
        fixture.awaitConsole(vm.id(), "work:~# ");
    }

    private Vm fromDisk(Boot boot, DiskFormat format, DiskMode mode) {
        Vm vm = fixture.obedient();
        Disk disk =
                new Disk(new DiskName("root"), new DiskSource.FromImage(Vms.MINIMAL), format, mode);
        return Vms.changed(vm, vm.memory(), boot, List.of(disk), Vms.NET);
    }

    private Vm started(Vm vm) throws Exception {
        run(CreatePlanner.plan(vm, engine.observe(vm.id()), fixture.facts()));
        run(StartPlanner.plan(vm, engine.observe(vm.id()), fixture.facts()));
        return vm;
    }

    private void run(Planned planned) {
        assertEquals(new Outcome.Done(), outcome(planned));
    }

    private Outcome outcome(Planned planned) {
        var ready = assertInstanceOf(Planned.Ready.class, planned, planned::toString);
        return new Runner(engine).run(ready.plan(), (_, _, _) -> {}, new Cancel());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Map<String, String> status(Path process) throws IOException {
        Map<String, String> status = new HashMap<>();
        for (String line : Files.readAllLines(process.resolve("status"))) {
            String[] words = line.split(":\t", 2);
            status.put(words[0], words.length > 1 ? words[1] : "");
        }
        return status;
    }

    /** The process's sockets that are TCP's or UDP's, as its network has them. */
    private static Set<String> listening(Path process) throws IOException {
        Set<String> own = new TreeSet<>();
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            for (Path file : files.toList()) {
                String target = Files.readSymbolicLink(file).toString();
                if (target.startsWith("socket:[")) {
                    own.add(target.substring(8, target.length() - 1));
                }
            }
        }
        Set<String> found = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String line : Files.readAllLines(process.resolve("net/" + table))) {
                List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
                if (words.size() > 9 && own.contains(words.get(9))) {
                    found.add(table + " " + words.get(1));
                }
            }
        }
        return found;
    }
}
