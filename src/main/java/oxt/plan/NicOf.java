package oxt.plan;

import java.util.Comparator;
import oxt.model.NicName;
import oxt.model.VmId;

/** One network card of the host's VMs. */
public record NicOf(VmId vm, NicName nic) implements Comparable<NicOf> {
    private static final Comparator<NicOf> ORDER =
            Comparator.comparing(NicOf::vm).thenComparing(NicOf::nic);

    @Override
    public int compareTo(NicOf other) {
        return ORDER.compare(this, other);
    }
}
