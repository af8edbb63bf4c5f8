package oxt.engine.xen;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.EngineFixture;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.guest.GuestImages;
import oxt.host.Deadline;
import oxt.host.FileTree;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Facts;
import oxt.plan.Step;

/** The Xen engine of this dom0 in folders of its own, with real guests and two driver domains. */
final class XenFixture implements EngineFixture {
    /** A boot takes 20 s in an emulated machine that does little else. */
    private static final Duration BOOT = Duration.ofSeconds(300);

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
        return new XenEngine(layout, images(), new XenHost(Programs.DEBIAN));
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
        return Vms.facts();
    }

    @Override
    public Vm obedient() {
        return Vms.work(new VmId(UUID.randomUUID()));
    }

    @Override
    public Vm stubborn() {
        Vm vm = obedient();
        return Vms.changed(
                vm,
                vm.memory(),
                new Boot.DirectKernel(Vms.MINIMAL, "oxt.ignore-power-button"),
                vm.disks(),
                new VmName("net"));
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
