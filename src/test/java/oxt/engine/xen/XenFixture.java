package oxt.engine.xen;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import oxt.chaos.SmallGuest;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.EngineFixture;
import oxt.engine.HookedEngine;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.guest.GuestImages;
import oxt.host.Deadline;
import oxt.host.FileTree;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.ImageName;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.XenSettings;
import oxt.plan.Facts;
import oxt.plan.ImagePart;
import oxt.plan.Step;

/** The Xen engine of this dom0 in folders of its own, with real guests and two driver domains. */
final class XenFixture implements EngineFixture {
    /** A boot takes 20 s in an emulated machine that does little else. */
    private static final Duration BOOT = Duration.ofSeconds(300);

    /** What never changes is asked once for all tests: it takes seconds there. */
    private static final XenHost HOST = new XenHost(Programs.DEBIAN);

    private static final ImageName SMALL = new ImageName(SmallGuest.IMAGE);

    private final Path folder;
    private final Layout layout;
    private final XenEngine engine;

    XenFixture() throws Exception {
        DriverDomains.awaitBoth();
        folder = Files.createTempDirectory(Path.of("/var/tmp"), "oxt");
        layout = new Layout(folder.resolve("state"), folder.resolve("run"));
        engine = another();
    }

    static GuestImages images() {
        return GuestImages.builtIn(
                Path.of(System.getProperty("oxt.guest-images", "target/guest-images")));
    }

    /** As a daemon that comes after. */
    XenEngine another() throws EngineException {
        return new XenEngine(layout, images(), HOST);
    }

    Layout layout() {
        return layout;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Facts facts() {
        try {
            Facts facts = Vms.facts();
            return new Facts(
                    engine.abilities(),
                    facts.freeMemory(),
                    Map.of(SMALL, Set.of(ImagePart.KERNEL), Vms.MINIMAL, Set.of(ImagePart.KERNEL)),
                    facts.driverDomains(),
                    facts.storageDomains(),
                    facts.devicesInUse());
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A domain takes seconds; what follows a step's effect is also what precedes the next one's.
     */
    @Override
    public List<HookedEngine.When> failures() {
        return List.of(HookedEngine.When.AFTER_ITS_EFFECT);
    }

    @Override
    public Duration patience() {
        return BOOT;
    }

    @Override
    public Vm obedient() {
        return small("");
    }

    @Override
    public Vm stubborn() {
        return small("oxt.ignore-power-button");
    }

    /** A guest that is there at once, so that many can be started. */
    private static Vm small(String words) {
        Vm vm = Vms.work(new VmId(UUID.randomUUID()));
        return Vms.changed(
                vm, Vm.LEAST_MEMORY, new Boot.DirectKernel(SMALL, words), vm.disks(), Vms.NET);
    }

    /** A real one, with the same disks and no NIC. */
    Vm linux(XenSettings.Type type) {
        Vm vm = Vms.work(new VmId(UUID.randomUUID()));
        XenSettings plain = XenSettings.DEFAULT;
        return new Vm(
                vm.id(),
                vm.name(),
                vm.role(),
                vm.template(),
                vm.memory(),
                vm.processors(),
                new Boot.DirectKernel(Vms.MINIMAL, ""),
                vm.disks(),
                List.of(),
                vm.display(),
                vm.autostart(),
                vm.uplink(),
                vm.pci(),
                new XenSettings(
                        Optional.of(type),
                        plain.maxGrantVersion(),
                        plain.viridian(),
                        plain.nestedHvm(),
                        plain.label(),
                        plain.acpiTables(),
                        plain.smbiosTables(),
                        plain.timerMode(),
                        plain.cpuid(),
                        plain.argo(),
                        plain.deviceModel()));
    }

    @Override
    public void awaitGuest(VmId vm) throws Exception {
        awaitConsole(vm, "~# ");
    }

    void awaitConsole(VmId vm, String words) throws Exception {
        Deadline deadline = Deadline.after(BOOT);
        if (!deadline.await(() -> console(vm).contains(words))) {
            throw new TimeoutException("the guest wrote only: " + console(vm));
        }
    }

    String console(VmId vm) {
        try {
            return new String(engine.views().consoleLog(vm), StandardCharsets.UTF_8);
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void die(VmId vm) {
        DriverDomains.xl("destroy", name(vm));
    }

    private String name(VmId vm) {
        try {
            return engine.observe(vm).run().machine().orElseThrow().name().text();
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void loseDisk(Vm vm) throws Exception {
        var disk = vm.disks().getFirst();
        Files.delete(layout.disk(vm.id(), disk.name(), disk.format()));
    }

    @Override
    public void close() throws Exception {
        for (VmId vm : engine.present()) {
            engine.perform(new Step.StopDeviceModel(vm));
        }
        engine.close();
        FileTree.remove(folder);
    }
}
