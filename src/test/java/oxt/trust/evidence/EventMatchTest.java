package oxt.trust.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventType;
import oxt.trust.HashAlgorithm;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.ProvenLog;
import oxt.trust.Replay;

class EventMatchTest {
    private static final Pcr PCR = new Pcr(9);
    private static final EventRule ANYTHING = new EventRule.Anything("EV_ACTION any", "test");
    private static final EventRule ANY_NUMBER = new EventRule.AnyNumber("EV_ACTION many", "test");

    @Test
    void the_allowed_events_in_their_order_change_nothing() {
        assertEquals(List.of(), changes(List.of(these("a"), these("b")), "a", "b"));
        assertEquals(List.of(), changes(List.of(), new String[0]));
    }

    @Test
    void each_alternative_is_allowed_and_no_other() {
        EventRule either = new EventRule.These("EV_ACTION a", List.of(digest("a"), digest("x")));
        assertEquals(List.of(), changes(List.of(either), "a"));
        assertEquals(List.of(), changes(List.of(either), "x"));
        assertEquals(2, changes(List.of(either), "y").size());
    }

    @Test
    void an_event_too_many_is_new_and_one_too_few_is_gone() {
        List<EventRule> rules = List.of(these("a"), these("b"));
        assertTrue(changes(rules, "a", "x", "b").getFirst() instanceof BootChange.New);
        assertEquals(1, changes(rules, "a", "x", "b").size());
        assertEquals(List.of(new BootChange.Gone(PCR, these("b"))), changes(rules, "a"));
    }

    @Test
    void events_that_changed_places_are_changes() {
        List<BootChange> changes = changes(List.of(these("a"), these("b")), "b", "a");
        assertEquals(1, changes.size());
        assertTrue(changes.getFirst() instanceof BootChange.Moved, changes.toString());
    }

    @Test
    void anything_is_one_event_of_any_digest_and_not_none_and_not_two() {
        List<EventRule> rules = List.of(these("a"), ANYTHING, these("b"));
        assertEquals(List.of(), changes(rules, "a", "x", "b"));
        assertEquals(1, changes(rules, "a", "b").size());
        assertEquals(1, changes(rules, "a", "x", "y", "b").size());
    }

    @Test
    void any_number_is_none_or_many_and_what_follows_still_has_to_follow() {
        List<EventRule> rules = List.of(these("a"), ANY_NUMBER, these("b"));
        assertEquals(List.of(), changes(rules, "a", "b"));
        assertEquals(List.of(), changes(rules, "a", "x", "y", "b", "b"));
        assertEquals(List.of(new BootChange.Gone(PCR, these("b"))), changes(rules, "a", "x", "y"));
    }

    @Test
    void the_name_of_an_event_lets_nothing_pass() {
        LoggedEvent liar = event(0, "x", "a");
        List<BootChange> changes =
                EventMatch.changes(
                        new RegisterRule.ByEvents(PCR, List.of(these("a"))), proven(liar));
        assertTrue(changes.getFirst() instanceof BootChange.Other, changes.toString());
    }

    /** Against a matcher that only says yes or no, by trying everything. */
    @Test
    void there_is_no_change_exactly_where_the_rules_allow_the_events() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 3_000; round++) {
            List<EventRule> rules = new ArrayList<>();
            for (int rule = random.nextInt(6); rule > 0; rule--) {
                rules.add(
                        switch (random.nextInt(5)) {
                            case 0 -> ANYTHING;
                            case 1 -> ANY_NUMBER;
                            default -> these(letter(random));
                        });
            }
            String[] seen = new String[random.nextInt(6)];
            for (int event = 0; event < seen.length; event++) {
                seen[event] = letter(random);
            }
            List<BootChange> changes = changes(rules, seen);
            assertEquals(
                    allows(rules, List.of(seen)),
                    changes.isEmpty(),
                    () -> "seed " + seed + ": " + rules + " " + List.of(seen) + " " + changes);
        }
    }

    @Test
    void registers_with_more_events_than_can_be_compared_name_the_first_that_differs() {
        List<EventRule> rules = new ArrayList<>();
        String[] seen = new String[2_100];
        for (int at = 0; at < seen.length; at++) {
            rules.add(these("a" + at));
            seen[at] = "b" + at;
        }
        assertEquals(2, changes(rules, seen).size());
    }

    private static boolean allows(List<EventRule> rules, List<String> seen) {
        if (rules.isEmpty()) {
            return seen.isEmpty();
        }
        EventRule first = rules.getFirst();
        List<EventRule> others = rules.subList(1, rules.size());
        if (first instanceof EventRule.AnyNumber) {
            return allows(others, seen)
                    || !seen.isEmpty() && allows(rules, seen.subList(1, seen.size()));
        }
        return !seen.isEmpty()
                && first.allows(digest(seen.getFirst()))
                && allows(others, seen.subList(1, seen.size()));
    }

    private static List<BootChange> changes(List<EventRule> rules, String... seen) {
        LoggedEvent[] events = new LoggedEvent[seen.length];
        for (int at = 0; at < seen.length; at++) {
            events[at] = event(at, seen[at], seen[at]);
        }
        return EventMatch.changes(new RegisterRule.ByEvents(PCR, rules), proven(events));
    }

    private static List<ProvenLog.Measurement> proven(LoggedEvent... events) {
        EventLog log =
                new EventLog(
                        EventLog.Form.CRYPTO_AGILE,
                        Set.of(HashAlgorithm.SHA256),
                        0,
                        List.of(events));
        Bytes value = PCR.beginning(HashAlgorithm.SHA256, 0);
        for (LoggedEvent event : events) {
            value = HashAlgorithm.SHA256.extend(value, event.digest(HashAlgorithm.SHA256).get());
        }
        PcrBank bank = new PcrBank(HashAlgorithm.SHA256, new TreeMap<>(Map.of(PCR, value)));
        return ((Replay.Proven) Replay.of(log, bank)).log().measurements();
    }

    private static EventRule these(String word) {
        return new EventRule.These("EV_ACTION " + word, List.of(digest(word)));
    }

    private static LoggedEvent event(int number, String measured, String said) {
        return new LoggedEvent(
                number,
                number,
                Optional.of(PCR),
                Map.of(HashAlgorithm.SHA256, digest(measured)),
                new LoggedEvent.Claim(EventType.ACTION, bytes(said)));
    }

    private static Bytes digest(String word) {
        return HashAlgorithm.SHA256.digest(bytes(word));
    }

    private static Bytes bytes(String word) {
        return Bytes.of(word.getBytes(StandardCharsets.US_ASCII));
    }

    private static String letter(RandomGenerator random) {
        return String.valueOf((char) ('a' + random.nextInt(3)));
    }
}
