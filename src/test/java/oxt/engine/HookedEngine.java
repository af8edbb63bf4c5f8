package oxt.engine;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import oxt.api.ForeignVm;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.VmId;
import oxt.plan.Abilities;
import oxt.plan.Carrier;
import oxt.plan.Observed;
import oxt.plan.Step;

/**
 * A real engine, and what a test wants to happen before and after each of its steps.
 *
 * @param seen what it shows of its guests instead
 * @param measured what measures its VMs' parts instead
 */
public record HookedEngine(
        Engine engine,
        Hook before,
        Hook after,
        UnaryOperator<Views> seen,
        UnaryOperator<Parts> measured)
        implements Engine {

    public HookedEngine(Engine engine, Hook before, Hook after, UnaryOperator<Views> seen) {
        this(engine, before, after, seen, UnaryOperator.identity());
    }

    /** One whose parts are measured otherwise. */
    public static HookedEngine measuring(Engine engine, UnaryOperator<Parts> measured) {
        return new HookedEngine(
                engine, Hook.NOTHING, Hook.NOTHING, UnaryOperator.identity(), measured);
    }

    public HookedEngine(Engine engine, Hook before, Hook after) {
        this(engine, before, after, UnaryOperator.identity());
    }

    public interface Hook {
        void at(Step step) throws EngineException, InterruptedException;

        Hook NOTHING = _ -> {};
    }

    /** When a planted failure happens. */
    public enum When {
        BEFORE_ITS_EFFECT,
        AFTER_ITS_EFFECT,
        /** A mistake of ours, not an answer of the engine. */
        WITH_A_BUG
    }

    /** An engine that fails at one step. */
    public static HookedEngine failing(Engine engine, Step at, When when) {
        return switch (when) {
            case BEFORE_ITS_EFFECT -> new HookedEngine(engine, failure(at), Hook.NOTHING);
            case AFTER_ITS_EFFECT -> new HookedEngine(engine, Hook.NOTHING, failure(at));
            case WITH_A_BUG -> new HookedEngine(engine, bug(at), Hook.NOTHING);
        };
    }

    private static Hook failure(Step at) {
        return step -> {
            if (step.equals(at)) {
                throw new EngineException(
                        new Problem.Failed("planted", "A test planted this.", "None needed."));
            }
        };
    }

    private static Hook bug(Step at) {
        return step -> {
            if (step.equals(at)) {
                throw new IllegalStateException("planted");
            }
        };
    }

    @Override
    public void perform(Step step) throws EngineException, InterruptedException {
        before.at(step);
        engine.perform(step);
        after.at(step);
    }

    @Override
    public Abilities abilities() throws EngineException {
        return engine.abilities();
    }

    @Override
    public Observed observe(VmId vm) throws EngineException {
        return engine.observe(vm);
    }

    @Override
    public Map<NicName, Carrier> carriers(VmId vm) throws EngineException {
        return engine.carriers(vm);
    }

    @Override
    public List<VmId> present() throws EngineException {
        return engine.present();
    }

    @Override
    public List<ForeignVm> foreign() throws EngineException {
        return engine.foreign();
    }

    @Override
    public void watch(Consumer<VmId> look) {
        engine.watch(look);
    }

    @Override
    public Origins origins() {
        return engine.origins();
    }

    @Override
    public Parts parts() {
        return measured.apply(engine.parts());
    }

    @Override
    public Views views() {
        return seen.apply(engine.views());
    }
}
