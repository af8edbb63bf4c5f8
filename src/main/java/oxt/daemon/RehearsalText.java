package oxt.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import oxt.api.RehearsalReply;
import oxt.api.RehearsalReply.Event;
import oxt.api.RehearsalReply.Standing;
import oxt.model.Problem;
import oxt.trust.Bytes;
import oxt.trust.EventContentReader;
import oxt.trust.EventContentText;
import oxt.trust.ForeseenEvent;
import oxt.trust.Pcr;
import oxt.trust.ProvenLog;
import oxt.trust.ProvenLog.Measurement;
import oxt.trust.rehearsal.Rehearsal;
import oxt.trust.rehearsal.Unforeseen;

/** A rehearsal for people: beside this boot before it is done, and beside what came of it after. */
final class RehearsalText {
    private RehearsalText() {}

    static RehearsalReply coming(String secret, Rehearsal rehearsal, ProvenLog now) {
        List<Event> events = new ArrayList<>();
        for (Pcr pcr : now.registers().stream().sorted().toList()) {
            List<Bytes> digests = of(now, pcr).stream().map(Measurement::digest).toList();
            List<ForeseenEvent> foreseen = of(rehearsal.events(), pcr);
            for (int index = 0; index < foreseen.size(); index++) {
                ForeseenEvent event = foreseen.get(index);
                // Where one in between is not foreseen, the place says nothing.
                boolean isSame =
                        foreseen.size() == digests.size()
                                ? digests.get(index).equals(event.digest())
                                : digests.contains(event.digest());
                events.add(
                        new Event(
                                pcr.index(),
                                event.what(),
                                how(event),
                                isSame ? Standing.SAME : Standing.OTHER));
            }
            for (Unforeseen event : rehearsal.unforeseen()) {
                if (event.pcr().equals(pcr)) {
                    events.add(
                            new Event(
                                    pcr.index(), event.event(), event.why(), Standing.UNFORESEEN));
                }
            }
        }
        return new RehearsalReply(secret, events);
    }

    static List<Problem> unforeseen(Rehearsal rehearsal) {
        List<Problem> problems = new ArrayList<>();
        for (Unforeseen event : rehearsal.unforeseen()) {
            problems.add(
                    new Problem.Conflict(
                            "event-unforeseen",
                            "It cannot be foretold what will be measured into "
                                    + event.pcr()
                                    + " for "
                                    + event.event()
                                    + ". "
                                    + event.why(),
                            "Have the recovery key at hand for that boot, or seal to registers"
                                    + " without this one."));
        }
        return problems;
    }

    /** Prediction against fact. */
    static RehearsalReply came(String secret, List<ForeseenEvent> foreseen, ProvenLog now) {
        List<Event> events = new ArrayList<>();
        Set<Pcr> registers = new TreeSet<>(now.registers());
        for (Pcr pcr : registers) {
            List<ForeseenEvent> expected = of(foreseen, pcr);
            List<Measurement> came = of(now, pcr);
            for (int index = 0; index < Math.max(expected.size(), came.size()); index++) {
                if (index >= expected.size()) {
                    events.add(
                            new Event(
                                    pcr.index(),
                                    text(came.get(index)),
                                    "it came, and nobody foretold it",
                                    Standing.NOT_FORESEEN));
                } else {
                    events.add(came(pcr, expected.get(index), came, index));
                }
            }
        }
        return new RehearsalReply(secret, events);
    }

    private static Event came(Pcr pcr, ForeseenEvent expected, List<Measurement> came, int index) {
        if (index >= came.size()) {
            return new Event(pcr.index(), expected.what(), "nothing came", Standing.OTHERWISE);
        }
        Measurement there = came.get(index);
        return there.digest().equals(expected.digest())
                ? new Event(pcr.index(), expected.what(), how(expected), Standing.AS_FORESEEN)
                : new Event(
                        pcr.index(),
                        expected.what(),
                        "what came is another: " + text(there),
                        Standing.OTHERWISE);
    }

    private static String how(ForeseenEvent event) {
        return switch (event.source()) {
            case CARRIED_OVER -> "as in the boot before";
            case COMPUTED -> "computed of what is on the disk";
        };
    }

    private static String text(Measurement measurement) {
        return EventContentText.of(EventContentReader.read(measurement.claim()));
    }

    private static List<ForeseenEvent> of(List<ForeseenEvent> events, Pcr pcr) {
        return events.stream().filter(event -> event.pcr().equals(pcr)).toList();
    }

    private static List<Measurement> of(ProvenLog log, Pcr pcr) {
        return log.measurements().stream().filter(one -> one.pcr().equals(pcr)).toList();
    }
}
