package oxt.trust;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How two boots differ, by what was measured rather than by register. */
public final class LogDiff {
    /** Registers with more entries than this have what differs compared without their order. */
    private static final int MOST_COMPARED = 2_000;

    /** One difference; the entries are of the first log and of the second. */
    public sealed interface Change {
        Pcr pcr();

        /** About the same, and something else was measured. */
        record Other(Pcr pcr, LoggedEvent before, LoggedEvent after) implements Change {}

        record Gone(Pcr pcr, LoggedEvent before) implements Change {}

        record New(Pcr pcr, LoggedEvent after) implements Change {}
    }

    private LogDiff() {}

    /** By register, in every bank that both have; nothing where the logs have none in common. */
    public static Optional<List<Change>> of(EventLog before, EventLog after) {
        Set<HashAlgorithm> common = EnumSet.noneOf(HashAlgorithm.class);
        common.addAll(before.banks());
        common.retainAll(after.banks());
        return common.isEmpty() ? Optional.empty() : Optional.of(changes(before, after, common));
    }

    private static List<Change> changes(EventLog before, EventLog after, Set<HashAlgorithm> banks) {
        Set<Pcr> registers = new TreeSet<>();
        extending(before).forEach(event -> event.pcr().ifPresent(registers::add));
        extending(after).forEach(event -> event.pcr().ifPresent(registers::add));
        List<Change> changes = new ArrayList<>();
        for (Pcr pcr : registers) {
            changes.addAll(changes(pcr, of(pcr, before), of(pcr, after), banks));
        }
        return List.copyOf(changes);
    }

    private static List<LoggedEvent> extending(EventLog log) {
        return log.events().stream().filter(LoggedEvent::extendsRegister).toList();
    }

    private static List<LoggedEvent> of(Pcr pcr, EventLog log) {
        return extending(log).stream()
                .filter(event -> event.pcr().equals(Optional.of(pcr)))
                .toList();
    }

    private static List<Change> changes(
            Pcr pcr, List<LoggedEvent> before, List<LoggedEvent> after, Set<HashAlgorithm> banks) {
        List<LoggedEvent> gone = new ArrayList<>();
        List<LoggedEvent> added = new ArrayList<>();
        if (Math.max(before.size(), after.size()) > MOST_COMPARED) {
            apartFromOrder(before, after, banks, gone, added);
        } else {
            inOrder(before, after, banks, gone, added);
        }
        return paired(pcr, gone, added);
    }

    private static void apartFromOrder(
            List<LoggedEvent> before,
            List<LoggedEvent> after,
            Set<HashAlgorithm> banks,
            List<LoggedEvent> gone,
            List<LoggedEvent> added) {
        Set<Map<HashAlgorithm, Bytes>> earlier = new HashSet<>();
        Set<Map<HashAlgorithm, Bytes>> later = new HashSet<>();
        before.forEach(event -> earlier.add(digests(event, banks)));
        after.forEach(event -> later.add(digests(event, banks)));
        before.stream().filter(event -> !later.contains(digests(event, banks))).forEach(gone::add);
        after.stream()
                .filter(event -> !earlier.contains(digests(event, banks)))
                .forEach(added::add);
    }

    /** What is not in the longest common subsequence. */
    private static void inOrder(
            List<LoggedEvent> before,
            List<LoggedEvent> after,
            Set<HashAlgorithm> banks,
            List<LoggedEvent> gone,
            List<LoggedEvent> added) {
        int[][] longest = new int[before.size() + 1][after.size() + 1];
        for (int left = before.size() - 1; left >= 0; left--) {
            for (int right = after.size() - 1; right >= 0; right--) {
                longest[left][right] =
                        isSame(before.get(left), after.get(right), banks)
                                ? longest[left + 1][right + 1] + 1
                                : Math.max(longest[left + 1][right], longest[left][right + 1]);
            }
        }
        int left = 0;
        int right = 0;
        while (left < before.size() && right < after.size()) {
            if (isSame(before.get(left), after.get(right), banks)) {
                left++;
                right++;
            } else if (longest[left + 1][right] >= longest[left][right + 1]) {
                gone.add(before.get(left++));
            } else {
                added.add(after.get(right++));
            }
        }
        gone.addAll(before.subList(left, before.size()));
        added.addAll(after.subList(right, after.size()));
    }

    private static boolean isSame(LoggedEvent before, LoggedEvent after, Set<HashAlgorithm> banks) {
        return digests(before, banks).equals(digests(after, banks));
    }

    private static Map<HashAlgorithm, Bytes> digests(LoggedEvent event, Set<HashAlgorithm> banks) {
        if (event.digests().keySet().equals(banks)) {
            return event.digests();
        }
        Map<HashAlgorithm, Bytes> common = new EnumMap<>(HashAlgorithm.class);
        banks.forEach(bank -> event.digest(bank).ifPresent(digest -> common.put(bank, digest)));
        return common;
    }

    /** What went and what came about the same subject is one change. */
    private static List<Change> paired(Pcr pcr, List<LoggedEvent> gone, List<LoggedEvent> added) {
        List<Change> changes = new ArrayList<>();
        List<LoggedEvent> unpaired = new ArrayList<>(added);
        for (LoggedEvent before : gone) {
            Optional<LoggedEvent> after = taken(EventSubject.of(before), unpaired);
            changes.add(
                    after.isPresent()
                            ? new Change.Other(pcr, before, after.get())
                            : new Change.Gone(pcr, before));
        }
        unpaired.forEach(after -> changes.add(new Change.New(pcr, after)));
        return changes;
    }

    private static Optional<LoggedEvent> taken(String subject, List<LoggedEvent> from) {
        for (Iterator<LoggedEvent> events = from.iterator(); events.hasNext(); ) {
            LoggedEvent event = events.next();
            if (EventSubject.of(event).equals(subject)) {
                events.remove();
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }
}
