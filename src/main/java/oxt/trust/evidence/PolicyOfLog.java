package oxt.trust.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.trust.BootStatus;
import oxt.trust.EventLog;
import oxt.trust.EventSubject;
import oxt.trust.HashAlgorithm;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.Replay;

/** Makes the policy that allows one known good boot, and nothing else. */
public final class PolicyOfLog {
    private static final String FILES_GROW =
            "The kernel measures files into it as long as it runs.";
    private static final String NOT_PROVEN =
            "The log did not lead to it when this policy was made.";

    private PolicyOfLog() {}

    /**
     * Of every register that the log extends in this bank.
     *
     * @param bank one that the log has digests of
     */
    public static BootPolicy of(EventLog log, HashAlgorithm bank) {
        SortedMap<Pcr, List<EventRule>> events = new TreeMap<>();
        for (LoggedEvent event : log.events()) {
            if (event.extendsRegister()) {
                event.digest(bank)
                        .ifPresent(
                                digest ->
                                        events.computeIfAbsent(
                                                        event.pcr().orElseThrow(),
                                                        _ -> new ArrayList<>())
                                                .add(
                                                        new EventRule.These(
                                                                EventSubject.of(event),
                                                                List.of(digest))));
            }
        }
        List<RegisterRule> rules = new ArrayList<>();
        events.forEach((pcr, these) -> rules.add(new RegisterRule.ByEvents(pcr, these)));
        return new BootPolicy(1, bank, log.startupLocality(), rules, List.of());
    }

    /** Of a boot whose registers are at hand: what the log does not lead to is not judged. */
    public static BootPolicy of(EventLog log, PcrBank tpm) {
        BootPolicy claimed = of(log, tpm.algorithm());
        List<RegisterRule> rules = new ArrayList<>();
        for (RegisterRule rule : claimed.registers()) {
            Pcr pcr = rule.pcr();
            boolean proven =
                    tpm.value(pcr).isPresent()
                            && Replay.of(log, tpm.only(pcr)) instanceof Replay.Proven;
            rules.add(proven ? rule : new RegisterRule.NotJudged(pcr, notJudged(pcr)));
        }
        return new BootPolicy(1, claimed.bank(), claimed.startupLocality(), rules, List.of());
    }

    /** Of a machine without a log, as below Xen: what its registers hold now. */
    public static BootPolicy of(PcrBank tpm) {
        List<RegisterRule> rules = new ArrayList<>();
        tpm.values()
                .forEach(
                        (pcr, value) -> {
                            if (pcr.equals(BootStatus.FILES)) {
                                rules.add(new RegisterRule.NotJudged(pcr, FILES_GROW));
                            } else if (!tpm.isUntouched(pcr)) {
                                rules.add(new RegisterRule.ByValue(pcr, List.of(value)));
                            }
                        });
        return new BootPolicy(1, tpm.algorithm(), 0, rules, List.of());
    }

    private static String notJudged(Pcr pcr) {
        return pcr.equals(BootStatus.FILES) ? FILES_GROW : NOT_PROVEN;
    }
}
