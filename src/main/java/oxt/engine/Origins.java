package oxt.engine;

import java.util.Optional;
import java.util.Set;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Origin;

/** The booted states that disposables begin from, as far as an engine keeps them. */
public interface Origins {

    /** What a disposable of this VM would begin from now; it need not be there. */
    Origin of(Vm template) throws EngineException, InterruptedException;

    boolean isThere(Origin origin);

    /** One that is there and differs only in what the VM's own disks held. */
    Optional<Origin> earlier(Origin wanted) throws EngineException;

    /** Forgets a VM's other states; disposables that run are not disturbed. */
    void forgetOthers(Origin kept) throws EngineException;

    /** Forgets the states of a VM that is no more. */
    void forget(VmId template) throws EngineException;

    /** Forgets the states of all VMs but these. */
    void forgetAllBut(Set<VmId> templates) throws EngineException;
}
