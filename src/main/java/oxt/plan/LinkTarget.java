package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.model.Nic;
import oxt.model.VmName;

/**
 * The driver domain that a NIC's link goes to: its backend, or its spare while that does not run.
 */
record LinkTarget(VmName name, DriverDomain domain) {
    /** The first that runs, or else the first; nothing where none of them is defined. */
    static Optional<LinkTarget> first(Nic nic, Facts facts) {
        List<LinkTarget> known = known(nic, facts);
        return running(known).or(() -> known.stream().findFirst());
    }

    /**
     * The one where the link is, for as long as that one runs: each move costs the guest its
     * connections, so one that came back does not cause another.
     */
    static Optional<LinkTarget> staying(Nic nic, Slot slot, Facts facts) {
        List<LinkTarget> known = known(nic, facts);
        Optional<LinkTarget> here =
                known.stream().filter(each -> each.domain.id().equals(slot.backend())).findFirst();
        return here.filter(LinkTarget::runs)
                .or(() -> running(known))
                .or(() -> here)
                .or(() -> known.stream().findFirst());
    }

    boolean runs() {
        return domain.readiness() == DriverDomain.Readiness.RUNNING;
    }

    private static Optional<LinkTarget> running(List<LinkTarget> known) {
        return known.stream().filter(LinkTarget::runs).findFirst();
    }

    private static List<LinkTarget> known(Nic nic, Facts facts) {
        List<LinkTarget> known = new ArrayList<>();
        for (VmName name : nic.driverDomains()) {
            DriverDomain domain = facts.driverDomains().get(name);
            if (domain != null) {
                known.add(new LinkTarget(name, domain));
            }
        }
        return known;
    }
}
