package oxt.daemon.work;

import java.util.Map;
import oxt.model.NicName;
import oxt.plan.Carrier;
import oxt.plan.Observed;

/** What a VM's worker saw when it last looked. */
public record Seen(Observed observed, Map<NicName, Carrier> carriers) {
    public Seen {
        carriers = Map.copyOf(carriers);
    }
}
