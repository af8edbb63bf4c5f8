package oxt.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import oxt.api.LaunchChange;
import oxt.api.SealedDocument;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.Replay;

/** Why a secret stays shut: what this boot measured that the one it was sealed in did not. */
final class OtherBoot {
    /** More would say that it is another system altogether. */
    private static final int MOST_NAMED = 8;

    private OtherBoot() {}

    static List<Problem> problems(
            SealedDocument document, Optional<Bytes> log, Map<HashAlgorithm, PcrBank> registers) {
        List<Problem> problems = new ArrayList<>();
        problems.add(
                new Problem.Denied(
                        "sealed-to-another-boot",
                        "The TPM does not open "
                                + document.name()
                                + ": this boot is none of those that it was sealed to.",
                        "Boot what it was sealed to, or use the recovery key: oxt launch recover "
                                + document.name()));
        Set<Pcr> selected = document.key().selection().registers();
        for (Pcr pcr : unproven(document, log, registers)) {
            problems.add(
                    new Problem.Denied(
                            "boot-unproven",
                            "This boot's log does not lead to what "
                                    + pcr
                                    + " holds, so it cannot say what changed there.",
                            "Something extended it that is not in the log, or the log was"
                                    + " altered: oxt launch log"));
        }
        if (log.isEmpty()) {
            differing(document, registers).forEach(pcr -> problems.add(byValue(pcr)));
        }
        List<LaunchChange> changes = changes(document, log, selected);
        for (LaunchChange change : changes.subList(0, Math.min(MOST_NAMED, changes.size()))) {
            problems.add(named(change));
        }
        return problems;
    }

    private static List<Pcr> unproven(
            SealedDocument document, Optional<Bytes> log, Map<HashAlgorithm, PcrBank> registers) {
        PcrBank bank = registers.get(document.key().selection().bank());
        List<Pcr> unproven = new ArrayList<>();
        if (bank != null
                && log.isPresent()
                && EventLogReader.read(log.get()) instanceof Reading.Good<EventLog>(var read)) {
            for (Pcr pcr : document.key().selection().registers()) {
                if (bank.value(pcr).isPresent()
                        && Replay.of(read, bank.only(pcr)) instanceof Replay.Unproven) {
                    unproven.add(pcr);
                }
            }
        }
        return unproven;
    }

    /** Those that hold what they held in none of the boots that it was sealed to. */
    private static List<Pcr> differing(
            SealedDocument document, Map<HashAlgorithm, PcrBank> registers) {
        PcrBank bank = registers.get(document.key().selection().bank());
        if (bank == null) {
            return List.of();
        }
        return document.key().selection().registers().stream()
                .filter(
                        pcr ->
                                document.key().boots().stream()
                                        .noneMatch(boot -> boot.value(pcr).equals(bank.value(pcr))))
                .toList();
    }

    private static Problem byValue(Pcr pcr) {
        return new Problem.Denied(
                "register-differs",
                pcr + " holds something else than when it was sealed.",
                "This boot has no event log that could say why: find out what was installed since.");
    }

    private static List<LaunchChange> changes(
            SealedDocument document, Optional<Bytes> log, Set<Pcr> selected) {
        if (log.isEmpty()
                || !(LaunchChange.between(document.log().toArray(), log.get().toArray())
                        instanceof Reading.Good<List<LaunchChange>>(var changes))) {
            return List.of();
        }
        return changes.stream().filter(change -> selected.contains(new Pcr(change.pcr()))).toList();
    }

    private static Problem named(LaunchChange change) {
        String of = " (" + change.type() + " in PCR " + change.pcr() + ")";
        String sentence =
                switch (change.how()) {
                    case "changed" ->
                            change.before().equals(change.after())
                                    ? "Changed: "
                                            + change.after().orElse("")
                                            + of
                                            + ", by the same name with another digest."
                                    : "Changed: "
                                            + change.before().orElse("")
                                            + of
                                            + " is now "
                                            + change.after().orElse("")
                                            + ".";
                    case "gone" -> "Gone: " + change.before().orElse("") + of + ".";
                    default -> "New: " + change.after().orElse("") + of + ".";
                };
        return new Problem.Denied(
                "event-differs",
                sentence,
                "If you changed it yourself, rehearse such changes: oxt launch rehearse");
    }
}
