package oxt.trust.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.ImaEntry;
import oxt.trust.ImaListReader;
import oxt.trust.ImaReplay;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.ProvenLog;
import oxt.trust.Replay;

/** Holds what a TPM signed, and the log that leads to it, against the policy. */
final class BootJudge {
    private final PcrBank bank;
    private final Evidence evidence;
    private final Question question;
    private final BootPolicy policy;
    private final List<Problem> doubts;
    private final Set<Pcr> byEvents;

    private BootJudge(PcrBank bank, Evidence evidence, Question question, List<Problem> doubts) {
        this.bank = bank;
        this.evidence = evidence;
        this.question = question;
        this.policy = question.policy();
        this.doubts = doubts;
        this.byEvents = byEvents(policy);
    }

    /**
     * @param doubts that there are already; with any, nothing is trusted or changed
     */
    static Verdict judge(
            QuotedRegisters quoted, Evidence evidence, Question question, List<Problem> doubts) {
        return new BootJudge(quoted.bank(), evidence, question, new ArrayList<>(doubts)).verdict();
    }

    private Verdict verdict() {
        if (bank.algorithm() != policy.bank()) {
            doubts.add(Doubt.otherBank(bank.algorithm().word(), policy.bank().word()));
            return new Verdict.Unproven(doubts);
        }
        judgeable();
        Optional<EventLog> log = log();
        Optional<ProvenLog> proven = log.flatMap(this::proven);
        Map<RegisterRule.ByFiles, List<ImaEntry>> files = files();
        evidence.statement().ifPresent(this::judgeable);
        if (!doubts.isEmpty()) {
            return new Verdict.Unproven(doubts);
        }
        List<BootChange> changes = new ArrayList<>();
        log.ifPresent(read -> locality(read, changes));
        registers(proven, changes);
        files.forEach((rule, entries) -> changes.addAll(new FileMatch(rule).changes(entries)));
        evidence.statement().ifPresent(about -> VmJudge.judge(about, policy, changes));
        return changes.isEmpty()
                ? new Verdict.Trusted(unjudged(), freshness(), counts(files))
                : new Verdict.Changed(changes);
    }

    /** What the policy judges has to be there, and to be more than what a TPM starts with. */
    private void judgeable() {
        Set<Pcr> missing = new TreeSet<>();
        Set<Pcr> untouched = new TreeSet<>();
        for (RegisterRule rule : policy.registers()) {
            if (rule instanceof RegisterRule.NotJudged) {
                continue;
            }
            if (bank.value(rule.pcr()).isEmpty()) {
                missing.add(rule.pcr());
            } else if (bank.isUntouched(rule.pcr())) {
                untouched.add(rule.pcr());
            }
        }
        if (!missing.isEmpty()) {
            doubts.add(Doubt.notQuoted(words(missing)));
        }
        if (!untouched.isEmpty()) {
            doubts.add(Doubt.untouched(words(untouched)));
        }
    }

    private void judgeable(VmStatement about) {
        if (about.policyVersion() != policy.version()) {
            doubts.add(Doubt.otherVersion(about.policyVersion(), policy.version()));
        }
        if (policy.vm(about.name()).isEmpty()) {
            doubts.add(Doubt.unknownVm(about.name()));
        }
    }

    private Optional<EventLog> log() {
        if (byEvents.isEmpty()) {
            return Optional.empty();
        }
        if (evidence.log().isEmpty()) {
            doubts.add(Doubt.noLog(words(byEvents)));
            return Optional.empty();
        }
        return switch (EventLogReader.read(evidence.log().get())) {
            case Reading.Good<EventLog>(var log) -> Optional.of(log);
            case Reading.Bad<EventLog>(var problems) -> {
                doubts.addAll(problems);
                yield Optional.empty();
            }
        };
    }

    private Optional<ProvenLog> proven(EventLog log) {
        SortedMap<Pcr, Bytes> values = new TreeMap<>(bank.values());
        values.keySet().retainAll(byEvents);
        return switch (Replay.of(log, new PcrBank(bank.algorithm(), values))) {
            case Replay.Proven(var proven) -> Optional.of(proven);
            case Replay.Unproven(var differences) -> {
                Set<Pcr> registers =
                        differences.stream()
                                .map(Replay.Difference::pcr)
                                .collect(Collectors.toCollection(TreeSet::new));
                doubts.add(Doubt.otherLog(words(registers)));
                yield Optional.empty();
            }
        };
    }

    /** What led to each register that is judged by files; the list may go on behind it. */
    private Map<RegisterRule.ByFiles, List<ImaEntry>> files() {
        Map<RegisterRule.ByFiles, List<ImaEntry>> files = new LinkedHashMap<>();
        for (RegisterRule rule : policy.registers()) {
            if (rule instanceof RegisterRule.ByFiles byFiles
                    && bank.value(rule.pcr()).isPresent()) {
                files(byFiles).ifPresent(entries -> files.put(byFiles, entries));
            }
        }
        return files;
    }

    private Optional<List<ImaEntry>> files(RegisterRule.ByFiles rule) {
        Pcr pcr = rule.pcr();
        if (evidence.files().isEmpty()) {
            doubts.add(Doubt.noFiles(pcr.toString()));
            return Optional.empty();
        }
        switch (ImaListReader.read(evidence.files().get())) {
            case Reading.Bad<List<ImaEntry>>(var problems) -> doubts.addAll(problems);
            case Reading.Good<List<ImaEntry>>(var list) -> {
                Bytes register = bank.value(pcr).orElseThrow();
                switch (ImaReplay.of(list, bank.algorithm(), pcr, register)) {
                    case ImaReplay.Proven(var entries, _) -> {
                        return Optional.of(entries);
                    }
                    case ImaReplay.Unproven _ -> doubts.add(Doubt.otherFiles(pcr.toString()));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Verdict.MeasuredFiles> counts(
            Map<RegisterRule.ByFiles, List<ImaEntry>> files) {
        return files.entrySet().stream()
                .map(each -> new FileMatch(each.getKey()).count(each.getValue()))
                .toList();
    }

    private static Set<Pcr> byEvents(BootPolicy policy) {
        return policy.registers().stream()
                .filter(RegisterRule.ByEvents.class::isInstance)
                .map(RegisterRule::pcr)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Proven where register 0 is: its value begins with the locality. */
    private void locality(EventLog log, List<BootChange> changes) {
        if (byEvents.contains(new Pcr(0)) && log.startupLocality() != policy.startupLocality()) {
            changes.add(
                    new BootChange.OtherLocality(policy.startupLocality(), log.startupLocality()));
        }
    }

    private void registers(Optional<ProvenLog> proven, List<BootChange> changes) {
        Map<Pcr, List<ProvenLog.Measurement>> seen = new HashMap<>();
        for (ProvenLog.Measurement measurement :
                proven.map(ProvenLog::measurements).orElse(List.of())) {
            seen.computeIfAbsent(measurement.pcr(), _ -> new ArrayList<>()).add(measurement);
        }
        for (RegisterRule rule : policy.registers()) {
            switch (rule) {
                case RegisterRule.ByEvents events ->
                        changes.addAll(
                                EventMatch.changes(
                                        events, seen.getOrDefault(events.pcr(), List.of())));
                case RegisterRule.ByValue(var pcr, var allowed) -> {
                    Bytes value = bank.value(pcr).orElseThrow();
                    if (!allowed.contains(value)) {
                        changes.add(new BootChange.OtherValue(pcr, allowed, value));
                    }
                }
                case RegisterRule.ByFiles _, RegisterRule.NotJudged _ -> {}
            }
        }
    }

    private Set<Pcr> unjudged() {
        Set<Pcr> unjudged = new TreeSet<>(bank.values().keySet());
        for (RegisterRule rule : policy.registers()) {
            if (!(rule instanceof RegisterRule.NotJudged)) {
                unjudged.remove(rule.pcr());
            }
        }
        return unjudged;
    }

    private Verdict.Freshness freshness() {
        return question.nonce().isPresent() ? Verdict.Freshness.FRESH : Verdict.Freshness.UNKNOWN;
    }

    private static String words(Set<Pcr> registers) {
        return registers.stream().map(Pcr::toString).collect(Collectors.joining(", "));
    }
}
