package oxt.daemon;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import oxt.api.ForeignVm;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Origins;
import oxt.engine.Parts;
import oxt.engine.Views;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.plan.Abilities;
import oxt.plan.Carrier;
import oxt.plan.Observed;
import oxt.plan.Step;

/**
 * An engine whose daemon is killed at its n-th step from the moment it is armed: the step never
 * returns, and nothing is done any more. The world goes on, for the next daemon.
 */
final class DyingEngine implements Engine {
    private final Engine world;
    private final When when;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final CountDownLatch dead = new CountDownLatch(1);

    enum When {
        BEFORE_ITS_EFFECT,
        AFTER_ITS_EFFECT
    }

    DyingEngine(Engine world, When when) {
        this.world = world;
        this.when = when;
    }

    /** Lets so many steps pass; the next is the last. */
    void arm(int steps) {
        left.set(steps);
    }

    boolean isDead() {
        return dead.getCount() == 0;
    }

    @Override
    public void perform(Step step) throws EngineException, InterruptedException {
        if (left.getAndDecrement() == 0) {
            if (when == When.AFTER_ITS_EFFECT) {
                world.perform(step);
            }
            dead.countDown();
        }
        hangIfDead();
        world.perform(step);
    }

    /** A killed process does not even notice that it is interrupted. */
    private void hangIfDead() {
        while (isDead()) {
            LockSupport.park();
            Thread.interrupted();
        }
    }

    @Override
    public Abilities abilities() throws EngineException {
        return world.abilities();
    }

    @Override
    public Observed observe(VmId vm) throws EngineException {
        hangIfDead();
        return world.observe(vm);
    }

    @Override
    public Map<NicName, Carrier> carriers(VmId vm) throws EngineException {
        hangIfDead();
        return world.carriers(vm);
    }

    @Override
    public List<VmId> present() throws EngineException {
        return world.present();
    }

    @Override
    public List<ForeignVm> foreign() throws EngineException {
        return world.foreign();
    }

    @Override
    public void watch(Consumer<VmId> look) {
        world.watch(
                vm -> {
                    if (!isDead()) {
                        look.accept(vm);
                    }
                });
    }

    @Override
    public Origins origins() {
        return world.origins();
    }

    @Override
    public Parts parts() {
        return world.parts();
    }

    @Override
    public Views views() {
        return world.views();
    }
}
