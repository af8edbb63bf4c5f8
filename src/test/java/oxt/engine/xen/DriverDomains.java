package oxt.engine.xen;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.chaos.SmallGuest;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.host.Deadline;
import oxt.made.Vms;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.Display;
import oxt.model.ImageName;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;
import oxt.plan.Run;
import oxt.plan.Step;

/**
 * The driver domains net and net2 of this dom0, which all tests of one run share: the smallest
 * guest says of each card what a driver domain's driver says.
 */
final class DriverDomains {
    private static final Duration BOOT = Duration.ofSeconds(400);
    private static boolean there;

    private DriverDomains() {}

    static synchronized void awaitBoth() throws Exception {
        if (there) {
            return;
        }
        Path folder = Path.of("/var/tmp/driver-domains");
        Files.createDirectories(folder);
        Layout layout = new Layout(folder.resolve("state"), folder.resolve("run"));
        Engine engine = new XenEngine(layout, XenFixture.images(), new XenHost(Programs.DEBIAN));
        for (VmName name : List.of(Vms.NET, Vms.NET2)) {
            Vm vm = driverDomain(name);
            if (engine.observe(vm.id()).run() instanceof Run.Running) {
                // Of test classes that ran before.
                continue;
            }
            engine.perform(new Step.StopDeviceModel(vm.id()));
            engine.perform(new Step.MakeRunFolder(vm.id()));
            engine.perform(new Step.StartDeviceModel(vm));
            engine.perform(new Step.Resume(vm.id()));
        }
        for (VmName name : List.of(Vms.NET, Vms.NET2)) {
            VmId id = driverDomain(name).id();
            if (!Deadline.after(BOOT).await(() -> said(engine, id).contains("~# "))) {
                throw new AssertionError(name + " wrote only: " + said(engine, id));
            }
        }
        there = true;
    }

    static Vm driverDomain(VmName name) {
        return new Vm(
                Vms.facts().driverDomains().get(name).id(),
                name,
                Role.NETWORK,
                Template.NETWORK,
                Vm.LEAST_MEMORY,
                1,
                new Boot.DirectKernel(new ImageName(SmallGuest.IMAGE), ""),
                List.of(),
                List.of(),
                Display.OFF,
                new Autostart.Off(),
                new Uplink.None(),
                List.of(),
                XenSettings.DEFAULT);
    }

    private static String said(Engine engine, VmId id) {
        try {
            return new String(engine.views().consoleLog(id), StandardCharsets.UTF_8);
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
    }

    /** As a person who goes around oxt. */
    static void xl(String... words) {
        List<String> command = new ArrayList<>(List.of("/usr/sbin/xl"));
        command.addAll(List.of(words));
        try {
            var _ = Programs.attempt(command, Duration.ofSeconds(60));
        } catch (EngineException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
