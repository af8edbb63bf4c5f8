package oxt.trust.evidence;

import java.util.List;
import java.util.Set;
import oxt.model.Problem;
import oxt.trust.Pcr;

/** What is known of a machine from its evidence. */
public sealed interface Verdict {

    /**
     * It booted what the policy allows.
     *
     * @param unjudged registers of which the policy says nothing, or that they may hold anything
     * @param fresh whether the evidence was made for the nonce that whoever asks gave out
     * @param files that the kernel measured since, of each register that is judged by them
     */
    record Trusted(Set<Pcr> unjudged, Freshness fresh, List<MeasuredFiles> files)
            implements Verdict {
        public Trusted {
            unjudged = Set.copyOf(unjudged);
            files = List.copyOf(files);
        }

        /** Where no register is judged by files. */
        public Trusted(Set<Pcr> unjudged, Freshness fresh) {
            this(unjudged, fresh, List.of());
        }
    }

    /** How many files led to a register, and how many of them the policy does not know. */
    record MeasuredFiles(Pcr pcr, int measured, int unknown) {}

    /** It proves what it booted, and that is something else. */
    record Changed(List<BootChange> changes) implements Verdict {
        public Changed {
            changes = List.copyOf(changes);
        }
    }

    /** It proves nothing; what it says may be true or not. */
    record Unproven(List<Problem> reasons) implements Verdict {
        public Unproven {
            reasons = List.copyOf(reasons);
        }
    }

    enum Freshness {
        /** Made after the nonce was given out. */
        FRESH,
        /** Nobody said which nonce was given out: it may be of any time. */
        UNKNOWN
    }
}
