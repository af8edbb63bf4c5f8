package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SpawnTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int NOBODY = 65534;
    private static final String NO_CAPABILITIES = "0000000000000000";

    @TempDir private Path folder;

    @Test
    void a_program_gets_its_words_and_its_environment_and_nothing_else() throws Exception {
        assertEquals(
                List.of("one two|", "/", "NAME=a value"),
                said(
                        "/bin/sh",
                        "-c",
                        "echo \"$0|\"; pwd; env | grep -v -e PWD -e '^_='",
                        "one two"));
    }

    @Test
    void a_program_has_three_descriptors() throws Exception {
        // The fourth is of the folder that it lists.
        assertEquals(List.of("0", "1", "2", "3"), said("/bin/ls", "/proc/self/fd"));
    }

    @Test
    void a_program_reads_its_input() throws Exception {
        Files.writeString(folder.resolve("input"), "some words\n");

        assertEquals(List.of("some words"), said("/bin/cat"));
    }

    @Test
    void a_program_is_the_leader_of_a_session_without_a_terminal() throws Exception {
        List<String> stat = words(said("/bin/cat", "/proc/self/stat").getFirst());

        assertEquals(stat.get(0), stat.get(5), "its session's number");
        assertEquals("0", stat.get(6), "its terminal");
    }

    @Test
    void a_program_takes_all_signals_as_if_nobody_had_changed_them() throws Exception {
        Map<String, String> status = status(new Spawn.Rights.Ours());

        assertEquals("0000000000000000", status.get("SigBlk"));
        // 32 and 33 are glibc's own.
        assertEquals("0000000180000000", status.get("SigIgn"));
    }

    @Test
    void a_program_never_gets_more_rights_than_it_was_given() throws Exception {
        assertEquals("1", status(new Spawn.Rights.Ours()).get("NoNewPrivs"));
    }

    @Test
    void a_program_of_another_user_has_only_what_that_user_has() throws Exception {
        assumeTrue(Accounts.ownUserId() == 0, "needs root");

        Map<String, String> status = status(of(NOBODY, 7, List.of(100, 101)));

        assertEquals("65534 65534 65534 65534", status.get("Uid"));
        assertEquals("7 7 7 7", status.get("Gid"));
        assertEquals("100 101", status.get("Groups"));
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertEquals(NO_CAPABILITIES, status.get(set), set);
        }
    }

    /** A VM's process may end a thread of its own user, and with it all of us. */
    @Test
    void every_thread_of_ours_keeps_its_rights_while_the_program_runs() throws Exception {
        assumeTrue(Accounts.ownUserId() == 0, "needs root");
        Map<String, String> ours = status(Files.readString(Path.of("/proc/self/status")));
        Child child = start(of(NOBODY, NOBODY, List.of()), "/bin/sleep", "600");
        try {
            // The thread that gave them up for the program ends right after that has begun.
            boolean kept = Deadline.after(PATIENCE).await(() -> withoutRights(ours).isEmpty());
            assertTrue(kept, withoutRights(ours).toString());
            assertTrue(child.isAlive());
        } finally {
            ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static List<String> withoutRights(Map<String, String> ours) {
        List<String> names = new ArrayList<>();
        for (String task : Path.of("/proc/self/task").toFile().list()) {
            String text = read(Path.of("/proc/self/task", task, "status"));
            // Empty where the thread has ended meanwhile.
            Map<String, String> status = text.isEmpty() ? ours : status(text);
            for (String key : List.of("Uid", "Gid", "Groups", "CapEff", "CapBnd", "NoNewPrivs")) {
                if (!Objects.equals(ours.get(key), status.get(key))) {
                    names.add(status.get("Name") + "'s " + key);
                }
            }
        }
        return names;
    }

    @Test
    void what_a_program_says_is_appended_to_what_is_there() throws Exception {
        Files.writeString(folder.resolve("output"), "before\n");

        assertEquals(
                List.of("before", "said", "complained"),
                said("/bin/sh", "-c", "echo said; echo complained >&2"));
    }

    @Test
    void a_program_that_is_not_there_is_named() {
        IOException refused =
                assertThrows(
                        IOException.class, () -> start(new Spawn.Rights.Ours(), "/nowhere/at-all"));

        assertEquals("/nowhere/at-all: No such file or directory", refused.getMessage());
    }

    @Test
    void rights_that_we_may_not_give_are_not_given() {
        assumeTrue(Accounts.ownUserId() != 0, "needs a plain user");

        assertThrows(IOException.class, () -> start(of(0, 0, List.of()), "/bin/true"));
    }

    @Test
    void a_program_that_ends_is_reaped() throws Exception {
        Child child = start(new Spawn.Rights.Ours(), "/bin/true");

        assertTrue(child.awaitEnd(PATIENCE));
        assertFalse(Files.exists(Path.of("/proc/" + child.pid())));
        assertTrue(child.identity().isEmpty());
    }

    @Test
    void a_program_can_be_killed() throws Exception {
        Child child = start(new Spawn.Rights.Ours(), "/bin/sleep", "1000");

        assertTrue(child.isAlive());
        assertFalse(child.awaitEnd(Duration.ofMillis(1)));
        child.kill();
        assertTrue(child.awaitEnd(PATIENCE));
        child.kill(); // and once more, which harms nobody
    }

    @Test
    void a_program_without_a_network_has_none_and_we_keep_ours() throws Exception {
        assumeTrue(Accounts.ownUserId() == 0 && Spawn.canBeLeft(), "needs CAP_SYS_ADMIN");
        List<String> ours = interfaces(Files.readString(Path.of("/proc/net/dev")));

        var alone = new Spawn.Rights.Of(NOBODY, NOBODY, List.of(), Spawn.Network.NONE);
        assertTrue(start(alone, "/bin/cat", "/proc/self/net/dev").awaitEnd(PATIENCE));

        assertEquals(List.of("lo"), interfaces(Files.readString(folder.resolve("output"))));
        assertEquals(ours, interfaces(Files.readString(Path.of("/proc/self/net/dev"))));
    }

    /** Two lines of titles, then one for each interface. */
    private static List<String> interfaces(String text) {
        return text.lines().skip(2).map(line -> line.split(":")[0].strip()).toList();
    }

    private static Spawn.Rights of(int user, int group, List<Integer> groups) {
        return new Spawn.Rights.Of(user, group, groups, Spawn.Network.OURS);
    }

    private Map<String, String> status(Spawn.Rights rights) throws Exception {
        assertTrue(start(rights, "/bin/cat", "/proc/self/status").awaitEnd(PATIENCE));
        return status(Files.readString(folder.resolve("output")));
    }

    /** proc_pid_status(5). */
    private static Map<String, String> status(String text) {
        Map<String, String> status = new TreeMap<>();
        text.lines()
                .map(line -> line.split(":", 2))
                .forEach(line -> status.put(line[0], String.join(" ", words(line[1].strip()))));
        return status;
    }

    private static List<String> words(String line) {
        return List.of(line.split("\\s+"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }

    private List<String> said(String... command) throws Exception {
        assertTrue(start(new Spawn.Rights.Ours(), command).awaitEnd(PATIENCE));
        return Files.readAllLines(folder.resolve("output"));
    }

    private Child start(Spawn.Rights rights, String... command) throws IOException {
        Path input = folder.resolve("input");
        return new Spawn(
                        List.of(command),
                        List.of("NAME=a value"),
                        Files.exists(input) ? input : Path.of("/dev/null"),
                        folder.resolve("output"),
                        List.of(),
                        rights)
                .start();
    }
}
