package oxt.trust.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.trust.EventContentReader;
import oxt.trust.EventContentText;
import oxt.trust.EventSubject;
import oxt.trust.Pcr;
import oxt.trust.ProvenLog;

/** Holds a register's measurements against its rules, with the fewest changes that explain them. */
final class EventMatch {
    /** Rules times measurements that are compared; some 2,000 of each, and no boot has as many. */
    private static final long MOST_COMPARED = 4_000_000;

    private final Pcr pcr;
    private final List<EventRule> rules;
    private final List<ProvenLog.Measurement> seen;

    private EventMatch(Pcr pcr, List<EventRule> rules, List<ProvenLog.Measurement> seen) {
        this.pcr = pcr;
        this.rules = rules;
        this.seen = seen;
    }

    /** None where the measurements keep to the rules. */
    static List<BootChange> changes(
            RegisterRule.ByEvents register, List<ProvenLog.Measurement> seen) {
        EventMatch match = new EventMatch(register.pcr(), register.events(), seen);
        return match.isOneToOne() ? List.of() : match.changes();
    }

    /** What nearly every boot is; it needs no table. */
    private boolean isOneToOne() {
        if (rules.size() != seen.size()) {
            return false;
        }
        for (int at = 0; at < rules.size(); at++) {
            if (!rules.get(at).allows(seen.get(at).digest())) {
                return false;
            }
        }
        return true;
    }

    private List<BootChange> changes() {
        int same = beginning();
        List<EventRule> rulesLeft = rules.subList(same, rules.size());
        List<ProvenLog.Measurement> seenLeft = seen.subList(same, seen.size());
        List<EventRule> gone = new ArrayList<>();
        List<ProvenLog.Measurement> added = new ArrayList<>();
        if ((long) rulesLeft.size() * seenLeft.size() > MOST_COMPARED) {
            rulesLeft.stream().limit(1).forEach(gone::add);
            seenLeft.stream().limit(1).forEach(added::add);
        } else {
            compare(rulesLeft, seenLeft, gone, added);
        }
        return paired(gone, added);
    }

    /** How many from the first on keep to their rules, before any rule that takes several. */
    private int beginning() {
        int at = 0;
        while (at < Math.min(rules.size(), seen.size())
                && !(rules.get(at) instanceof EventRule.AnyNumber)
                && rules.get(at).allows(seen.get(at).digest())) {
            at++;
        }
        return at;
    }

    private static void compare(
            List<EventRule> rules,
            List<ProvenLog.Measurement> seen,
            List<EventRule> gone,
            List<ProvenLog.Measurement> added) {
        int[][] cost = costs(rules, seen);
        int rule = 0;
        int event = 0;
        while (rule < rules.size() || event < seen.size()) {
            int left = cost[rule][event];
            if (rule < rules.size() && rules.get(rule) instanceof EventRule.AnyNumber) {
                if (cost[rule + 1][event] == left) {
                    rule++;
                } else {
                    event++;
                }
            } else if (rule < rules.size()
                    && event < seen.size()
                    && rules.get(rule).allows(seen.get(event).digest())
                    && cost[rule + 1][event + 1] == left) {
                rule++;
                event++;
            } else if (rule < rules.size() && cost[rule + 1][event] + 1 == left) {
                gone.add(rules.get(rule++));
            } else {
                added.add(seen.get(event++));
            }
        }
    }

    /** Of what is left from each rule and each measurement on: how many changes explain it. */
    private static int[][] costs(List<EventRule> rules, List<ProvenLog.Measurement> seen) {
        int[][] cost = new int[rules.size() + 1][seen.size() + 1];
        for (int rule = rules.size(); rule >= 0; rule--) {
            for (int event = seen.size(); event >= 0; event--) {
                cost[rule][event] = cost(rules, seen, cost, rule, event);
            }
        }
        return cost;
    }

    private static int cost(
            List<EventRule> rules,
            List<ProvenLog.Measurement> seen,
            int[][] cost,
            int rule,
            int event) {
        boolean ruleLeft = rule < rules.size();
        boolean eventLeft = event < seen.size();
        if (!ruleLeft) {
            return eventLeft ? cost[rule][event + 1] + 1 : 0;
        }
        if (rules.get(rule) instanceof EventRule.AnyNumber) {
            return Math.min(
                    cost[rule + 1][event], eventLeft ? cost[rule][event + 1] : Integer.MAX_VALUE);
        }
        int least = cost[rule + 1][event] + 1;
        if (eventLeft) {
            least = Math.min(least, cost[rule][event + 1] + 1);
            if (rules.get(rule).allows(seen.get(event).digest())) {
                least = Math.min(least, cost[rule + 1][event + 1]);
            }
        }
        return least;
    }

    /** What went and what came about the same subject is one change. */
    private List<BootChange> paired(List<EventRule> gone, List<ProvenLog.Measurement> added) {
        List<BootChange> changes = new ArrayList<>();
        List<ProvenLog.Measurement> unpaired = new ArrayList<>(added);
        for (EventRule rule : gone) {
            Optional<ProvenLog.Measurement> other = counterpart(rule, unpaired);
            other.ifPresent(unpaired::remove);
            changes.add(
                    other.map(measurement -> changed(rule, measurement))
                            .orElseGet(() -> new BootChange.Gone(pcr, rule)));
        }
        unpaired.forEach(measurement -> changes.add(new BootChange.New(pcr, shown(measurement))));
        return changes;
    }

    /** The very same elsewhere, or else what is called the same. */
    private static Optional<ProvenLog.Measurement> counterpart(
            EventRule rule, List<ProvenLog.Measurement> added) {
        return added.stream()
                .filter(measurement -> isMoved(rule, measurement))
                .findFirst()
                .or(() -> added.stream().filter(m -> subject(m).equals(rule.what())).findFirst());
    }

    private BootChange changed(EventRule rule, ProvenLog.Measurement measurement) {
        return isMoved(rule, measurement)
                ? new BootChange.Moved(pcr, rule, shown(measurement))
                : new BootChange.Other(pcr, rule, shown(measurement));
    }

    private static boolean isMoved(EventRule rule, ProvenLog.Measurement measurement) {
        return rule instanceof EventRule.These && rule.allows(measurement.digest());
    }

    private static String subject(ProvenLog.Measurement measurement) {
        return EventSubject.of(measurement.claim());
    }

    private static BootChange.Seen shown(ProvenLog.Measurement measurement) {
        return new BootChange.Seen(
                measurement.number(),
                subject(measurement),
                EventContentText.of(EventContentReader.read(measurement.claim())),
                measurement.digest());
    }
}
