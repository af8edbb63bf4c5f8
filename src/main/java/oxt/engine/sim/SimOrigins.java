package oxt.engine.sim;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import oxt.engine.Origins;
import oxt.model.Digest;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Origin;

/** Simulated booted states: one is there when it was kept. */
final class SimOrigins implements Origins {
    private final Set<Origin> kept = ConcurrentHashMap.newKeySet();

    void keep(Origin origin) {
        kept.add(origin);
    }

    @Override
    public Origin of(Vm template) {
        String all = template.memory() + " " + template.processors() + " " + template.boot();
        return Origin.of(
                template.id(),
                Digest.of(all.getBytes(StandardCharsets.UTF_8)),
                Digest.of(new byte[0]));
    }

    @Override
    public boolean isThere(Origin origin) {
        return kept.contains(origin);
    }

    @Override
    public Optional<Origin> earlier(Origin wanted) {
        return kept.stream().filter(wanted::isOfSameMachine).findFirst();
    }

    @Override
    public void forgetOthers(Origin wanted) {
        kept.removeIf(each -> each.template().equals(wanted.template()) && !each.equals(wanted));
    }

    @Override
    public void forget(VmId template) {
        kept.removeIf(each -> each.template().equals(template));
    }

    @Override
    public void forgetAllBut(Set<VmId> templates) {
        kept.removeIf(each -> !templates.contains(each.template()));
    }
}
