package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.api.VmDefaults;
import oxt.engine.Cancel;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Outcome;
import oxt.engine.Runner;
import oxt.engine.Views;
import oxt.engine.files.LinkSide;
import oxt.engine.files.Programs;
import oxt.engine.files.VmUsers;
import oxt.host.Accounts;
import oxt.host.Deadline;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.Ipv4Network;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Carrier;
import oxt.plan.Held;
import oxt.plan.NetworkConfig;
import oxt.plan.NetworkFiles;
import oxt.plan.NetworkPlanner.Applied;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.RunPlanner;
import oxt.plan.Slot;
import oxt.plan.Step;

/** A link between a client and its driver domain, both real guests. */
@Tag("guest")
class QemuLinkGuestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Ipv4Network SUBNET = Ipv4Network.parse("10.137.0.4/30").orElseThrow();

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
    void a_client_reaches_its_driver_domain_and_again_after_that_was_killed() throws Exception {
        Vm net = driverDomain("net");
        Slot slot = new Slot(net.id(), 3);
        Vm work = client();
        start(net);
        serve(net, slot, work);
        startLinked(work, slot);
        pings(work);

        engine.perform(new Step.StopDeviceModel(net.id()));
        engine.perform(new Step.RemoveRunFolder(net.id()));
        assertEquals(
                List.of(new Held.Link(lan(work).name(), slot)),
                engine.observe(work.id()).held(Held.Link.class));
        start(net);
        serve(net, slot, work);
        pings(work);
    }

    @Test
    void a_running_client_moves_to_another_driver_domain() throws Exception {
        Vm net = driverDomain("net");
        Vm spare = driverDomain("net2");
        Slot slot = new Slot(net.id(), 0);
        Slot other = new Slot(spare.id(), 7);
        Vm work = client();
        start(net);
        serve(net, slot, work);
        startLinked(work, slot);
        pings(work);

        start(spare);
        serve(spare, other, work);
        engine.perform(new Step.MoveLink(work.id(), lan(work).name(), slot, other));
        engine.perform(new Step.StopDeviceModel(net.id()));
        pings(work);
    }

    @Test
    void a_nic_plugged_before_the_guest_begins_or_later_reaches_its_driver_domain()
            throws Exception {
        Vm net = driverDomain("net");
        Slot slot = new Slot(net.id(), 1);
        Slot later = new Slot(net.id(), 9);
        Vm work = client();
        Vm bare = work.with(List.of(), List.of());
        start(net);
        serve(net, slot, work);
        engine.perform(new Step.MakeRunFolder(work.id()));
        engine.perform(new Step.StartDeviceModel(bare));
        engine.perform(new Step.PlugLink(work.id(), lan(work).name(), slot));
        engine.perform(new Step.PlugNic(work.id(), lan(work)));
        engine.perform(new Step.Resume(work.id()));
        fixture.awaitConsole(work.id(), "work has " + SUBNET.host(2));
        pings(work);

        engine.perform(new Step.UnplugNic(work.id(), lan(work), PATIENCE));
        engine.perform(new Step.UnplugLink(work.id(), lan(work).name(), slot));
        assertEquals(new Run.Running(bare), engine.observe(work.id()).run());
        serve(net, later, work);
        engine.perform(new Step.PlugLink(work.id(), lan(work).name(), later));
        engine.perform(new Step.PlugNic(work.id(), lan(work)));
        pings(work);
    }

    @Test
    void an_end_that_stands_still_does_not_make_the_other_spin() throws Exception {
        Vm net = driverDomain("net");
        Slot slot = new Slot(net.id(), 2);
        Vm work = client();
        start(net);
        serve(net, slot, work);
        startLinked(work, slot);
        pings(work);

        run(RunPlanner.pause(work, engine.observe(work.id())));
        flood(net, SUBNET.host(2));
        assertFalse(spins(net), "the driver domain waits for a client that is paused");
        run(RunPlanner.resume(work, engine.observe(work.id())));
        assertEquals(List.of(), engine.observe(work.id()).held(Held.Muted.class), "it reads again");
        pings(work);

        engine.perform(new Step.Pause(net.id()));
        flood(work, SUBNET.host(1));
        engine.perform(new Step.SetCarrier(work.id(), lan(work).name(), Carrier.DOWN));
        assertFalse(spins(work), "the client waits for a driver domain that is paused");
        engine.perform(new Step.Resume(net.id()));
        engine.perform(new Step.SetCarrier(work.id(), lan(work).name(), Carrier.UP));
        pings(work);
    }

    /** More packets than a socket and a card hold. */
    private void flood(Vm vm, String address) throws Exception {
        try (Views.Console console = engine.views().console(vm.id())) {
            console.write(
                    ("ping -c 60 -i 0.02 -s 1000 -W 1 "
                                    + address
                                    + " > /dev/null; echo $((3+4))-sent\n")
                            .getBytes(StandardCharsets.US_ASCII));
            awaitWords(console, "7-sent");
        }
    }

    /** Whether its process, which has nothing to do, is busy. */
    private boolean spins(Vm vm) throws Exception {
        Thread.sleep(500);
        Duration before = processorTime(vm);
        Thread.sleep(1500);
        return processorTime(vm).minus(before).toMillis() > 300;
    }

    private Duration processorTime(Vm vm) {
        return ProcessHandle.of(fixture.pid(vm.id()))
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    private void run(Planned planned) {
        Plan plan = assertInstanceOf(Planned.Ready.class, planned, planned::toString).plan();
        assertEquals(
                new Outcome.Done(), new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel()));
    }

    @Test
    void nobody_but_the_two_of_a_link_can_send_into_it() throws Exception {
        assumeTrue(Accounts.ownUserId() == 0, "the daemon is not root: VMs are of its own user");
        Vm net = driverDomain("net");
        Slot slot = new Slot(net.id(), 0);
        Vm work = client();
        start(net);
        engine.perform(new Step.MakeRunFolder(work.id()));
        engine.perform(new Step.PlugLink(work.id(), lan(work).name(), slot));
        engine.perform(new Step.StartDeviceModel(work));
        Path clientEnd =
                fixture.layout().linkSocket(new LinkSide.Client(work.id(), lan(work).name()));
        Path gatewayEnd = fixture.layout().linkSocket(new LinkSide.Gateway(slot));
        Path freeEnd = fixture.layout().linkSocket(new LinkSide.Gateway(new Slot(net.id(), 1)));
        VmId stranger = new VmId(UUID.randomUUID());

        canWrite(net.id(), clientEnd);
        canWrite(work.id(), gatewayEnd);
        cannotWrite(stranger, clientEnd);
        cannotWrite(stranger, gatewayEnd);
        cannotWrite(work.id(), freeEnd);
        for (VmId other : List.of(net.id(), stranger)) {
            cannotWrite(other, fixture.layout().monitor(work.id()));
            cannotWrite(other, fixture.layout().serial(work.id()));
        }
        engine.perform(new Step.UnplugLink(work.id(), lan(work).name(), slot));
        cannotWrite(work.id(), gatewayEnd);
    }

    private void canWrite(VmId vm, Path socket) throws Exception {
        Programs.run(asUserOf(vm, socket), Duration.ofSeconds(10));
    }

    private void cannotWrite(VmId vm, Path socket) {
        assertThrows(
                EngineException.class,
                () -> Programs.run(asUserOf(vm, socket), Duration.ofSeconds(10)),
                () -> vm + " can write to " + socket);
    }

    private List<String> asUserOf(VmId vm, Path socket) {
        int user = VmUsers.FIRST + fixture.number(vm);
        return List.of(
                "/usr/bin/setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                "/usr/bin/test",
                "-w",
                socket.toString());
    }

    private void startLinked(Vm work, Slot slot) throws Exception {
        engine.perform(new Step.MakeRunFolder(work.id()));
        engine.perform(new Step.PlugLink(work.id(), lan(work).name(), slot));
        engine.perform(new Step.StartDeviceModel(work));
        engine.perform(new Step.Resume(work.id()));
        fixture.awaitConsole(work.id(), "work has " + SUBNET.host(2));
    }

    private void start(Vm vm) throws Exception {
        engine.perform(new Step.MakeRunFolder(vm.id()));
        engine.perform(new Step.StartDeviceModel(vm));
        engine.perform(new Step.Resume(vm.id()));
    }

    /** Tells the driver domain who is in its slot, as soon as it listens. */
    private void serve(Vm net, Slot slot, Vm work) throws Exception {
        Nic nic = lan(work);
        NetworkConfig config =
                new NetworkConfig(
                        Uplink.HostAccess.REFUSED,
                        List.of(
                                new NetworkConfig.Client(
                                        slot.number(),
                                        work.name(),
                                        nic.name(),
                                        nic.mac(),
                                        MacAddress.derived(work.id(), nic.name(), LinkEnd.GATEWAY),
                                        SUBNET,
                                        nic.firewall())));
        Deadline deadline = Deadline.after(PATIENCE);
        while (engine.views().network(net.id()) instanceof Applied.Silent) {
            assertTrue(!deadline.isOver(), () -> "the driver domain says nothing");
            Thread.sleep(50);
        }
        engine.perform(new Step.ConfigureNetwork(net.id(), config));
        assertEquals(
                new Applied.Config(NetworkFiles.of(config).digest()),
                engine.views().network(net.id()));
    }

    /** Tries until there is an answer: one without an address yet fails at once. */
    private void pings(Vm work) throws Exception {
        String gateway = SUBNET.host(1);
        try (Views.Console console = engine.views().console(work.id())) {
            console.write(
                    ("until ping -c 1 -W 5 "
                                    + gateway
                                    + " > /dev/null; do sleep 1; done; echo it-$((4+3))-answers\n")
                            .getBytes(StandardCharsets.US_ASCII));
            awaitWords(console, "it-7-answers");
        }
    }

    private static void awaitWords(Views.Console console, String words) throws Exception {
        StringBuilder seen = new StringBuilder();
        Deadline deadline = Deadline.after(PATIENCE);
        while (!seen.toString().contains(words) && !deadline.isOver()) {
            byte[] bytes = console.read(Duration.ofSeconds(1)).orElseThrow();
            seen.append(new String(bytes, StandardCharsets.UTF_8));
        }
        assertTrue(seen.toString().contains(words), seen::toString);
    }

    private Vm client() {
        Vm vm = fixture.obedient();
        return Vms.changed(
                vm, vm.memory(), new Boot.DirectKernel(Vms.MINIMAL, ""), List.of(), Vms.NET);
    }

    private static Vm driverDomain(String name) {
        return VmDefaults.of(Template.NETWORK, new VmName(name)).vm(new VmId(UUID.randomUUID()));
    }

    private static Nic lan(Vm vm) {
        return vm.nics().getFirst();
    }
}
