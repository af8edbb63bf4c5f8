package oxt.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import oxt.model.ProblemException;
import oxt.model.Reading;

class EventLogReaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_log_that_is_cut_off_is_refused_at_the_byte_where_it_ends() {
        refused("bad-cut", "at byte 2996 begins an event of 40 bytes, and 4 are left");
    }

    @Test
    void lengths_and_counts_that_cannot_be_are_refused() {
        refused("bad-event-of-4-gib", "an event of 4294967295 bytes");
        refused("bad-digest-count", "an entry has 2147483647 digests, and the header 4 algorithms");
        refused("bad-header-with-a-million-algorithms", "the header has 1000000 algorithms");
        refused("bad-txt-container", "whose offsets are not within it");
    }

    @Test
    void algorithms_that_the_header_has_not_or_has_twice_are_refused() {
        refused("bad-unknown-algorithm", "a digest is of algorithm 153, which the header has not");
        refused("bad-header-with-an-algorithm-twice", "the header has algorithm 4 twice");
    }

    @Test
    void a_register_that_no_tpm_has_is_refused() {
        refused("bad-register-99", "an entry names register 99");
    }

    @Test
    void what_is_no_log_at_all_is_refused() {
        refused("bad-text", "at byte ");
        refused("bad-empty", "the log ends before its first entry");
    }

    @Test
    void a_log_is_refused_wherever_it_is_cut() throws Exception {
        byte[] whole = Boots.log("seabios-tpm20").toArray();
        int events = Boots.read("seabios-tpm20").events().size();
        for (int length = 0; length < whole.length; length++) {
            Reading<EventLog> reading = EventLogReader.read(Bytes.of(Arrays.copyOf(whole, length)));
            if (reading instanceof Reading.Good<EventLog>(var log)) {
                // Between two entries; only the registers can tell.
                assertTrue(log.events().size() < events);
            }
        }
    }

    @Test
    void unused_space_behind_the_last_entry_is_no_entry() throws Exception {
        assertEquals(
                Boots.read("seabios-tpm12").events(), Boots.read("unused-space-behind").events());
    }

    @Test
    void tboot_s_container_has_the_same_entries() throws Exception {
        assertEquals(
                Boots.read("seabios-tpm12").events().stream().map(LoggedEvent::digests).toList(),
                Boots.read("txt-container").events().stream().map(LoggedEvent::digests).toList());
    }

    @Test
    void the_largest_log_of_nothing_is_read_in_bounded_time() {
        byte[] zeros = new byte[EventLogReader.LARGEST_LOG];
        zeros[zeros.length - 1] = 1;
        assertTimeoutPreemptively(
                PATIENCE,
                () -> assertInstanceOf(Reading.Bad.class, EventLogReader.read(Bytes.of(zeros))));
    }

    private static void refused(String log, String why) {
        ProblemException refused = assertThrows(ProblemException.class, () -> Boots.read(log));
        String what = refused.problems().getFirst().what();
        assertTrue(what.contains(why), what);
    }
}
