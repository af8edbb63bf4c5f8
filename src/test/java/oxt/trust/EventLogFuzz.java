package oxt.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oxt.model.Problem;
import oxt.model.Reading;

/** Event logs and lists of measured files, as a hostile machine may hand them in. */
public final class EventLogFuzz {
    private EventLogFuzz() {}

    public static void log(byte[] bytes) {
        Bytes whole = Bytes.of(bytes);
        switch (EventLogReader.read(whole)) {
            case Reading.Good<EventLog>(var log) -> {
                for (LoggedEvent event : log.events()) {
                    assertTrue(event.offset() >= 0 && event.offset() < bytes.length);
                    String text = EventContentText.of(EventContentReader.read(event.claim()));
                    assertTrue(text.length() <= EventContentText.LONGEST);
                    assertFalse(text.matches("(?s).*\\p{Cntrl}.*"), text);
                }
                assertTrue(EventLogYaml.of(log).startsWith("---\n"));
                assertEquals(List.of(), LogDiff.of(log, log).orElse(List.of()));
                Replay.values(log)
                        .forEach(
                                (bank, values) ->
                                        assertInstanceOf(
                                                Replay.Proven.class,
                                                Replay.of(log, new PcrBank(bank, values))));
            }
            case Reading.Bad<EventLog>(var problems) -> refusedProperly(problems);
        }
    }

    public static void list(byte[] bytes) {
        switch (ImaListReader.read(Bytes.of(bytes))) {
            case Reading.Good<List<ImaEntry>>(var entries) -> {
                Pcr pcr = new Pcr(10);
                Bytes value = Bytes.filled(0, HashAlgorithm.SHA256.size());
                for (ImaEntry entry : entries) {
                    if (entry.pcr().equals(pcr)) {
                        value =
                                HashAlgorithm.SHA256.extend(
                                        value, entry.digest(HashAlgorithm.SHA256));
                    }
                }
                assertInstanceOf(
                        ImaReplay.Proven.class,
                        ImaReplay.of(entries, HashAlgorithm.SHA256, pcr, value));
            }
            case Reading.Bad<List<ImaEntry>>(var problems) -> refusedProperly(problems);
        }
    }

    private static void refusedProperly(List<Problem> problems) {
        assertEquals(1, problems.size());
        Problem problem = problems.getFirst();
        assertEquals("log-malformed", problem.code());
        assertTrue(problem.what().contains("at byte "), problem.what());
        assertFalse(problem.what().matches("(?s).*\\p{Cntrl}.*"), problem.what());
    }
}
