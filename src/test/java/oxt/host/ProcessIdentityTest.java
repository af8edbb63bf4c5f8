package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import oxt.host.ProcessIdentity.Stat;

final class ProcessIdentityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_process_is_alive_until_it_is_killed() throws Exception {
        ProcessIdentity identity = ProcessIdentity.of(sleeper()).orElseThrow();
        assertTrue(identity.isAlive());

        assertTrue(identity.kill(Deadline.after(PATIENCE)));

        assertFalse(identity.isAlive());
        assertEquals(Optional.empty(), ProcessIdentity.of(identity.pid()));
    }

    @Test
    void a_process_that_is_asked_may_end_by_itself() throws Exception {
        ProcessIdentity identity = ProcessIdentity.of(sleeper()).orElseThrow();

        identity.ask();

        assertTrue(identity.awaitEnd(Deadline.after(PATIENCE)));
    }

    @Test
    void another_process_of_the_same_number_is_not_taken_for_it_and_not_killed() throws Exception {
        Process sleeper = sleeper();
        ProcessIdentity now = ProcessIdentity.of(sleeper).orElseThrow();
        ProcessIdentity earlier = new ProcessIdentity(now.pid(), now.startTicks() - 1, now.boot());
        ProcessIdentity earlierBoot = new ProcessIdentity(now.pid(), now.startTicks(), "other");

        assertFalse(earlier.isAlive());
        assertFalse(earlierBoot.isAlive());
        assertTrue(earlier.kill(Deadline.after(PATIENCE)));

        assertTrue(sleeper.isAlive());
        assertTrue(now.kill(Deadline.after(PATIENCE)));
    }

    @Test
    void an_identity_survives_being_written_down() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

        assertEquals(Optional.of(self), ProcessIdentity.parse(self + "\n"));
    }

    @Test
    void what_is_no_identity_is_refused() {
        assertEquals(Optional.empty(), ProcessIdentity.parse(""));
        assertEquals(Optional.empty(), ProcessIdentity.parse("1 2"));
        assertEquals(Optional.empty(), ProcessIdentity.parse("-1 2 boot"));
        assertEquals(Optional.empty(), ProcessIdentity.parse("1 99999999999999999999 boot"));
    }

    @Test
    void a_name_with_brackets_and_blanks_does_not_shift_the_fields() {
        assertEquals(
                Optional.of(new Stat(188_025, Stat.State.ALIVE)),
                ProcessIdentity.parseStat(stat("(evil) Z 1 2) R")));
    }

    @Test
    void a_process_that_waits_to_be_reaped_is_dead() {
        assertEquals(
                Optional.of(new Stat(188_025, Stat.State.DEAD)),
                ProcessIdentity.parseStat(stat("(qemu) Z")));
    }

    @Test
    void a_stat_that_is_cut_short_says_nothing() {
        assertEquals(Optional.empty(), ProcessIdentity.parseStat("28117 (cat) R 28103 28103"));
        assertEquals(Optional.empty(), ProcessIdentity.parseStat(""));
    }

    private static String stat(String nameAndState) {
        return "28117 "
                + nameAndState
                + " 28103 28103 3279 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 188025 3133440 382\n";
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }
}
