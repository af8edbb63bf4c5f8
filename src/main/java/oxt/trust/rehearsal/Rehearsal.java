package oxt.trust.rehearsal;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.trust.Bytes;
import oxt.trust.ForeseenEvent;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.ProvenLog;

/**
 * What a coming boot will measure.
 *
 * @param events in the order of the log, of the registers that were asked for
 * @param unforeseen empty where all of it is foretold
 */
public record Rehearsal(List<ForeseenEvent> events, List<Unforeseen> unforeseen) {

    public Rehearsal {
        events = List.copyOf(events);
        unforeseen = List.copyOf(unforeseen);
    }

    /** As this boot, but for what the files on the disk and the replacement make different. */
    public static Rehearsal of(ProvenLog log, BootFiles files, Instead instead) {
        Foretelling foretelling = new Foretelling(log.bank(), files, instead);
        log.measurements().forEach(foretelling::next);
        foretelling.end();
        return new Rehearsal(foretelling.events(), foretelling.unforeseen());
    }

    /**
     * What the registers will hold.
     *
     * @param now what they hold in this boot, which the log leads to
     */
    public PcrBank registers(PcrBank now, ProvenLog log) {
        SortedMap<Pcr, Bytes> values = new TreeMap<>(now.values());
        for (Pcr pcr : now.values().keySet()) {
            if (!digests(pcr).equals(digestsOf(log, pcr))) {
                Bytes value = Bytes.filled(0, now.algorithm().size());
                for (Bytes digest : digests(pcr)) {
                    value = now.algorithm().extend(value, digest);
                }
                values.put(pcr, value);
            }
        }
        return new PcrBank(now.algorithm(), values);
    }

    private List<Bytes> digests(Pcr pcr) {
        return events.stream()
                .filter(event -> event.pcr().equals(pcr))
                .map(ForeseenEvent::digest)
                .toList();
    }

    private static List<Bytes> digestsOf(ProvenLog log, Pcr pcr) {
        return log.measurements().stream()
                .filter(measurement -> measurement.pcr().equals(pcr))
                .map(ProvenLog.Measurement::digest)
                .toList();
    }
}
