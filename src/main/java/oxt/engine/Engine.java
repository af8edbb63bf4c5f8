package oxt.engine;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import oxt.api.ForeignVm;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.plan.Abilities;
import oxt.plan.Carrier;
import oxt.plan.Observed;
import oxt.plan.Step;

/**
 * What makes VMs: looks, and performs steps.
 *
 * <p>Every method may be called from many threads at once; steps of one VM come one after the other
 * unless their plan says together. A step performed twice equals the step performed once, and
 * taking away what is not there succeeds. A step that throws may have half happened.
 */
public interface Engine {

    Abilities abilities() throws EngineException;

    /** What is there of this VM now; asks the world, not a memory. */
    Observed observe(VmId vm) throws EngineException;

    /** What each NIC's guest sees of its cable; empty for a VM that is off. */
    Map<NicName, Carrier> carriers(VmId vm) throws EngineException;

    /**
     * Does the step, or throws; an interrupt ends it early with an {@link InterruptedException}.
     */
    void perform(Step step) throws EngineException, InterruptedException;

    /** Every VM of which something is on this host, defined or not. */
    List<VmId> present() throws EngineException;

    /** Machines on this host that somebody else made, as far as the engine sees any. */
    List<ForeignVm> foreign() throws EngineException;

    /** Tells which VMs need a look; an event that comes twice or not at all must not matter. */
    void watch(Consumer<VmId> look);

    /** What VMs would begin from. */
    Parts parts();

    /** The booted states that disposables begin from. */
    Origins origins();

    /** The screen, the serial line and the network agent of VMs that run. */
    Views views();
}
