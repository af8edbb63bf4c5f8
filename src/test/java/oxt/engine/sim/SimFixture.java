package oxt.engine.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import oxt.engine.Engine;
import oxt.engine.EngineFixture;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Display;
import oxt.model.Firewall;
import oxt.model.ImageName;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Abilities;
import oxt.plan.DriverDomain;
import oxt.plan.Facts;
import oxt.plan.ImagePart;
import oxt.plan.Slot;
import oxt.plan.Step;

/** The simulated engine with two driver domains beside it. */
final class SimFixture implements EngineFixture {
    private static final ImageName IMAGE = new ImageName("minimal");

    private final Set<VmId> stubborn = ConcurrentHashMap.newKeySet();
    private final SimEngine engine =
            new SimEngine(
                    vm ->
                            stubborn.contains(vm)
                                    ? SimEngine.Guest.STUBBORN
                                    : SimEngine.Guest.OBEDIENT);
    private final Map<VmName, DriverDomain> domains = new HashMap<>();

    SimFixture() {
        for (String name : List.of("net", "net2")) {
            VmId id = new VmId(UUID.randomUUID());
            domains.put(
                    new VmName(name),
                    new DriverDomain(
                            id,
                            DriverDomain.Readiness.RUNNING,
                            IntStream.range(0, Slot.COUNT)
                                    .mapToObj(number -> new Slot(id, number))
                                    .toList()));
        }
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Facts facts() {
        return new Facts(
                Abilities.all("sim"),
                ByteSize.gibibytes(4),
                Map.of(IMAGE, Set.of(ImagePart.KERNEL, ImagePart.DISK)),
                domains);
    }

    @Override
    public Vm obedient() {
        return vm();
    }

    @Override
    public Vm stubborn() {
        Vm vm = vm();
        stubborn.add(vm.id());
        return vm;
    }

    @Override
    public void awaitGuest(VmId vm) {}

    @Override
    public void die(VmId vm) {
        engine.end(vm);
    }

    @Override
    public void loseDisk(Vm vm) throws Exception {
        engine.perform(new Step.RemoveDisk(vm.id(), vm.disks().getFirst().name()));
    }

    @Override
    public void close() {}

    private static Vm vm() {
        VmId id = new VmId(UUID.randomUUID());
        NicName nic = new NicName("lan");
        return new Vm(
                id,
                new VmName("work"),
                Role.USER,
                Template.DESKTOP,
                ByteSize.mebibytes(256),
                1,
                new Boot.DirectKernel(IMAGE, "quiet"),
                List.of(
                        new Disk(
                                new DiskName("data"),
                                new DiskSource.Blank(ByteSize.mebibytes(16)),
                                DiskFormat.QCOW2,
                                DiskMode.PERSISTENT),
                        new Disk(
                                new DiskName("scratch"),
                                new DiskSource.Blank(ByteSize.mebibytes(16)),
                                DiskFormat.QCOW2,
                                DiskMode.FRESH)),
                List.of(
                        new Nic(
                                nic,
                                new VmName("net"),
                                MacAddress.derived(id, nic, LinkEnd.CLIENT),
                                Firewall.DEFAULT)),
                Display.OFF,
                new Autostart.Off(),
                new Uplink.None());
    }
}
