package oxt.engine.sim;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import oxt.engine.Engine;
import oxt.engine.EngineFixture;
import oxt.made.Vms;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Facts;
import oxt.plan.Step;

/** The simulated engine with two driver domains beside it. */
final class SimFixture implements EngineFixture {
    private final Set<VmId> stubborn = ConcurrentHashMap.newKeySet();
    private final SimEngine engine =
            new SimEngine(
                    vm ->
                            stubborn.contains(vm)
                                    ? SimEngine.Guest.STUBBORN
                                    : SimEngine.Guest.OBEDIENT);

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
        return Vms.work(new VmId(UUID.randomUUID()));
    }
}
