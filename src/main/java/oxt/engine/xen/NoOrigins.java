package oxt.engine.xen;

import java.util.Optional;
import java.util.Set;
import oxt.engine.Origins;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Origin;

/** Xen's tools cannot begin a domain from another one's memory, so no disposable begins. */
final class NoOrigins implements Origins {

    @Override
    public Origin of(Vm template) {
        throw new AssertionError("planners refuse disposables on Xen");
    }

    @Override
    public boolean isThere(Origin origin) {
        return false;
    }

    @Override
    public Optional<Origin> earlier(Origin wanted) {
        return Optional.empty();
    }

    @Override
    public void forgetOthers(Origin kept) {}

    @Override
    public void forget(VmId template) {}

    @Override
    public void forgetAllBut(Set<VmId> templates) {}
}
