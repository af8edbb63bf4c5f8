package oxt.trust.evidence;

import java.util.List;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;

/** What one register may hold. */
public sealed interface RegisterRule {

    Pcr pcr();

    /** These measurements in their order; the log has to lead to the register. */
    record ByEvents(Pcr pcr, List<EventRule> events) implements RegisterRule {
        public ByEvents {
            events = List.copyOf(events);
        }
    }

    /** One of these values, where there is no log to judge by. */
    record ByValue(Pcr pcr, List<Bytes> values) implements RegisterRule {
        public ByValue {
            values = List.copyOf(values);
        }
    }

    /**
     * What the kernel measured since; its list has to lead to the register.
     *
     * @param files that are known
     */
    record ByFiles(Pcr pcr, Others others, List<FileRule> files) implements RegisterRule {
        public ByFiles {
            files = List.copyOf(files);
        }
    }

    /** What becomes of files that nobody knows, or not by that digest. */
    enum Others {
        /** They are counted beside the verdict. */
        REPORTED,
        /** They are changes. */
        REFUSED
    }

    /** Whatever it holds. */
    record NotJudged(Pcr pcr, String reason) implements RegisterRule {}

    /** Files are told by a kernel, which has to be judged first. */
    default boolean judgesTheBoot() {
        return switch (this) {
            case ByEvents _, ByValue _ -> true;
            case ByFiles _, NotJudged _ -> false;
        };
    }

    /** The one value that keeps to the rule; nothing where several do, or any. */
    default Optional<Bytes> onlyValue(HashAlgorithm bank, int startupLocality) {
        return switch (this) {
            case ByEvents(var pcr, var events) -> onlyValue(pcr, events, bank, startupLocality);
            case ByValue(_, var values) ->
                    values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
            case ByFiles _, NotJudged _ -> Optional.empty();
        };
    }

    private static Optional<Bytes> onlyValue(
            Pcr pcr, List<EventRule> events, HashAlgorithm bank, int startupLocality) {
        Bytes value = pcr.beginning(bank, startupLocality);
        for (EventRule event : events) {
            if (!(event instanceof EventRule.These(_, var digests)) || digests.size() != 1) {
                return Optional.empty();
            }
            value = bank.extend(value, digests.getFirst());
        }
        return Optional.of(value);
    }
}
