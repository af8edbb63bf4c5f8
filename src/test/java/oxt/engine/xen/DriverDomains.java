package oxt.engine.xen;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.host.Deadline;
import oxt.made.Vms;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Display;
import oxt.model.ImageName;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;
import oxt.plan.NetworkPlanner;
import oxt.plan.Step;

/** The driver domains net and net2 of this dom0, which all tests of one run share. */
final class DriverDomains {
    private static final Duration BOOT = Duration.ofSeconds(400);
    private static boolean there;

    private DriverDomains() {}

    static synchronized void awaitBoth() throws Exception {
        if (there) {
            return;
        }
        Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "net");
        Layout layout = new Layout(folder.resolve("state"), folder.resolve("run"));
        Engine engine = new XenEngine(layout, XenFixture.images(), new XenHost(Programs.DEBIAN));
        for (VmName name : List.of(Vms.NET, Vms.NET2)) {
            Vm vm = driverDomain(name);
            engine.perform(new Step.StopDeviceModel(vm.id()));
            engine.perform(new Step.MakeRunFolder(vm.id()));
            engine.perform(new Step.StartDeviceModel(vm));
            engine.perform(new Step.Resume(vm.id()));
        }
        for (VmName name : List.of(Vms.NET, Vms.NET2)) {
            VmId id = driverDomain(name).id();
            if (!Deadline.after(BOOT).await(() -> answers(engine, id))) {
                throw new AssertionError(
                        name + " wrote only: " + new String(engine.views().consoleLog(id)));
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
                ByteSize.mebibytes(192),
                1,
                new Boot.DirectKernel(new ImageName("network"), ""),
                List.of(),
                List.of(),
                Display.OFF,
                new Autostart.Off(),
                new Uplink.None(),
                List.of(),
                XenSettings.DEFAULT);
    }

    static boolean answers(Engine engine, VmId id) {
        try {
            return !(engine.views().network(id) instanceof NetworkPlanner.Applied.Silent);
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
