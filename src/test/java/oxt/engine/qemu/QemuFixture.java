package oxt.engine.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.EngineFixture;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.engine.files.VmUsers;
import oxt.host.CgroupParent;
import oxt.host.FileTree;
import oxt.host.ProcessIdentity;
import oxt.made.Vms;
import oxt.model.Boot;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Facts;
import oxt.plan.Step;

/** The QEMU engine in folders of its own, with real guests. */
final class QemuFixture implements EngineFixture {
    /** A boot takes 3 s on a machine that does nothing else. */
    private static final Duration BOOT = Duration.ofSeconds(120);

    private final Path folder;
    private final Layout layout;
    private final Images images;
    private final Map<VmId, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();
    private final QemuEngine engine;

    QemuFixture(Images images) throws IOException {
        // Short, because sockets are in it, and open, because VMs are users of their own.
        folder = Files.createTempDirectory(Path.of("/tmp"), "oxt");
        VmUsers.mode(folder, "rwx--x--x");
        layout = new Layout(folder.resolve("state"), folder.resolve("run"));
        this.images = images;
        engine = another();
    }

    /** As a daemon that comes after. */
    QemuEngine another() {
        return new QemuEngine(
                layout, images, this::number, new CgroupParent.Absent("A test has none."));
    }

    /** What the VM is a user by. */
    int number(VmId vm) {
        return numbers.computeIfAbsent(vm, _ -> last.incrementAndGet());
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
                new Boot.DirectKernel(Vms.MINIMAL, "oxt.ignore-power-button acpiphp.disable=1"),
                vm.disks(),
                new VmName("net"));
    }

    @Override
    public void awaitGuest(VmId vm) throws Exception {
        awaitConsole(vm, "~# ");
    }

    /** Waits until the guest has written these words. */
    void awaitConsole(VmId vm, String words) throws Exception {
        long end = System.nanoTime() + BOOT.toNanos();
        while (!console(vm).contains(words)) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("the guest wrote only: " + console(vm));
            }
            Thread.sleep(20);
        }
    }

    String console(VmId vm) throws EngineException {
        return new String(engine.views().consoleLog(vm), StandardCharsets.UTF_8);
    }

    long pid(VmId vm) {
        try {
            return ProcessIdentity.parse(Files.readString(layout.process(vm))).orElseThrow().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first daemon lets go, as one that was killed. */
    void abandon(VmId vm) {
        engine.abandon(vm);
    }

    @Override
    public void die(VmId vm) {
        ProcessHandle.of(pid(vm)).orElseThrow().destroyForcibly();
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
        FileTree.remove(folder);
    }
}
