package oxt.engine.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.Agent;
import oxt.engine.Agent.Presence;
import oxt.engine.Agent.Said;
import oxt.engine.Agent.Stream;
import oxt.engine.EngineException;
import oxt.engine.Piece;

/** Commands in a guest whose agent does right, wrong, too much, late or nothing. */
class GuestAgentTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String BOOT = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";

    @TempDir Path folder;
    private FakeAgent fake;
    private GuestAgent agent;

    @BeforeEach
    void join() throws IOException {
        fake = new FakeAgent(folder.resolve("s"));
        agent = agent(SOON);
    }

    @AfterEach
    void part() throws IOException {
        agent.close();
        fake.close();
    }

    @Test
    void an_agent_that_never_answers_is_silent_and_runs_nothing() throws Exception {
        assertEquals(Presence.SILENT, agent.await(SHORT));
        assertEquals("guest-agent-silent", refusal(List.of("true")));
    }

    @Test
    void an_agent_that_begins_late_is_waited_for() throws Exception {
        CompletableFuture<Presence> presence = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer(presence, () -> agent.await(SOON)));
        fake.guest().say("READY " + BOOT);
        assertEquals(Presence.ANSWERS, presence.get(10, TimeUnit.SECONDS));
    }

    @Test
    void a_command_is_sent_in_words_that_a_shell_reads_back() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command _ = agent.run(List.of("echo", "it's", "a\nb", ""), closed())) {
            assertEquals(
                    " closed 'echo' 'it'\\''s' 'a'\"$newline\"'b' ''",
                    guest.hear().replaceFirst("RUN [0-9]+", ""));
        }
    }

    @Test
    void what_a_command_writes_comes_in_order_and_its_end_last() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command command = agent.run(List.of("x"), closed())) {
            String number = number(guest);
            guest.say("OUT " + number + " " + base64("one"));
            guest.say("ERR " + number + " " + base64("two"));
            guest.say("STATUS " + number + " 7");
            guest.say("OUT " + number + " " + base64("three"));
            guest.say("END " + number);
            assertEquals(written(Stream.OUTPUT, "one"), command.next(SOON));
            assertEquals(written(Stream.ERRORS, "two"), command.next(SOON));
            assertEquals(written(Stream.OUTPUT, "three"), command.next(SOON));
            assertEquals(Optional.of(new Said.Ended(7)), command.next(SOON));
        }
        assertTrue(guest.hear().startsWith("DROP "));
    }

    @Test
    void a_command_whose_children_hold_its_output_is_over_all_the_same() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command command = agent.run(List.of("x"), closed())) {
            guest.say("STATUS " + number(guest) + " 0");
            assertEquals(Optional.of(new Said.Ended(0)), command.next(SOON));
        }
    }

    @Test
    void output_beyond_its_credit_ends_the_talk() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command command = agent.run(List.of("yes"), closed())) {
            String number = number(guest);
            for (int piece = 0; piece <= GuestCommand.CREDIT; piece++) {
                guest.say("OUT " + number + " " + base64("y"));
            }
            guest.hearAll();
            EngineException over = assertThrows(EngineException.class, () -> readAll(command));
            assertEquals("guest-agent-untrusted", over.problem().code());
            assertEquals("guest-agent-untrusted", refusal(List.of("true")));
        }
    }

    @Test
    void credit_comes_back_as_output_is_read() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command command = agent.run(List.of("yes"), closed())) {
            String number = number(guest);
            for (int round = 0; round < 10; round++) {
                for (int piece = 0; piece < 8; piece++) {
                    guest.say("OUT " + number + " " + base64("y"));
                    assertEquals(written(Stream.OUTPUT, "y"), command.next(SOON));
                }
                assertEquals("MORE " + number + " 8", guest.hear());
            }
        }
    }

    @Test
    void lines_that_make_no_sense_change_nothing_and_many_of_them_end_the_talk() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command command = agent.run(List.of("x"), closed())) {
            String number = number(guest);
            for (String line :
                    List.of(
                            "",
                            "OUT",
                            "OUT " + number + " ???",
                            "OUT " + number + " A",
                            "OUT 1234567890 QQ==",
                            "STATUS " + number + " 256",
                            "STATUS " + number + " -1",
                            "FAILED 1 \u001b[2J",
                            "DONE 0",
                            "END 0",
                            "\u0000\u00ff")) {
                guest.say(line);
            }
            guest.say("STATUS " + number + " 3");
            guest.say("STATUS " + number + " 4");
            guest.say("END " + number);
            guest.say("END " + number);
            assertEquals(Optional.of(new Said.Ended(3)), command.next(SOON));
        }
        assertThrows(
                IOException.class,
                () -> {
                    while (true) {
                        guest.say("garbage");
                    }
                });
    }

    @Test
    void a_line_without_end_ends_the_talk_and_the_agent_is_left_alone_for_a_while()
            throws Exception {
        FakeAgent.Guest guest = answering();
        guest.say("x".repeat(GuestMessage.LONGEST_LINE + 1));
        guest.hearAll();
        assertEquals("guest-agent-untrusted", refusal(List.of("true")));
        assertTrue(fake.isAlone());
    }

    @Test
    void a_guest_that_goes_ends_its_commands() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command command = agent.run(List.of("x"), closed())) {
            number(guest);
            guest.channel().close();
            EngineException gone = assertThrows(EngineException.class, () -> command.next(SOON));
            assertEquals("guest-agent-gone", gone.problem().code());
        }
    }

    @Test
    void an_agent_that_begins_anew_has_lost_its_commands() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command command = agent.run(List.of("x"), closed())) {
            number(guest);
            guest.say("READY " + BOOT);
            assertThrows(EngineException.class, () -> command.next(SOON));
        }
    }

    @Test
    void input_waits_for_the_command_to_take_it() throws Exception {
        FakeAgent.Guest guest = answering();
        try (Agent.Command command = agent.run(List.of("cat"), Agent.Input.OPEN)) {
            String number = number(guest);
            for (int piece = 0; piece < GuestCommand.MOST_INPUT; piece++) {
                command.input(piece("a\nb"), SOON);
                assertEquals("IN " + number + " 3", guest.hear());
                assertArrayEquals(
                        "a\nb\n".getBytes(StandardCharsets.UTF_8), guest.in().readNBytes(4));
            }
            EngineException full =
                    assertThrows(EngineException.class, () -> command.input(piece("x"), SHORT));
            assertEquals("command-not-reading", full.problem().code());
            guest.say("TOOK " + number);
            command.input(piece("x"), SOON);
            assertEquals("IN " + number + " 1", guest.hear());
        }
    }

    @Test
    void orders_are_answered_or_refused_with_a_reason() throws Exception {
        FakeAgent.Guest guest = answering();
        CompletableFuture<String> stop = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> answer(stop, () -> outcome(() -> agent.stop(Agent.Ending.POWEROFF))));
        String[] words = guest.hear().split(" ");
        assertEquals("STOP poweroff", words[0] + " " + words[2]);
        guest.say("DONE " + words[1]);
        assertEquals("done", stop.get(10, TimeUnit.SECONDS));
        CompletableFuture<String> grow = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer(grow, () -> outcome(agent::grow)));
        guest.say("FAILED " + guest.hear().split(" ")[1] + " no disk");
        assertEquals("guest-agent-refused", grow.get(10, TimeUnit.SECONDS));
    }

    @Test
    void an_order_without_answer_ends_with_the_patience() throws Exception {
        agent.close();
        agent = agent(SHORT);
        answering();
        assertEquals("guest-agent-silent", outcome(() -> agent.setClock(Instant.EPOCH)));
    }

    @Test
    void too_long_a_command_and_one_command_too_many_are_refused() throws Exception {
        answering();
        assertEquals("command-too-long", refusal(List.of("x".repeat(CommandWords.LONGEST_LINE))));
        assertEquals("command-has-nul", refusal(List.of("a\0b")));
        for (int count = 0; count < GuestAgent.MOST_COMMANDS; count++) {
            Agent.Command _ = agent.run(List.of("sleep"), closed());
        }
        assertEquals("too-many-commands", refusal(List.of("sleep")));
    }

    @Test
    void without_a_port_it_is_said_how_the_vm_gets_one() {
        GuestAgent nobody = new GuestAgent("work", folder.resolve("none"));
        EngineException gone = assertThrows(EngineException.class, nobody::join);
        assertTrue(gone.problem().remedy().contains("oxt vm reboot work"));
    }

    private GuestAgent agent(Duration patience) {
        return new GuestAgent(
                "work",
                folder.resolve("s"),
                new GuestAgent.Limits(
                        patience,
                        new AgentTalk.Flood(64, Duration.ofSeconds(10)),
                        Duration.ofMinutes(1)));
    }

    /** The guest when it has said that it is there. */
    private FakeAgent.Guest answering() throws Exception {
        agent.join();
        FakeAgent.Guest guest = fake.guest();
        assertEquals("", guest.hear());
        assertEquals("PING", guest.hear());
        guest.say("PONG " + BOOT + " 1");
        assertEquals(Presence.ANSWERS, agent.await(SOON));
        return guest;
    }

    private static String number(FakeAgent.Guest guest) throws IOException {
        return guest.hear().split(" ")[1];
    }

    private static void readAll(Agent.Command command) throws Exception {
        while (!(command.next(SOON).orElseThrow() instanceof Said.Ended)) {
            // Whatever it is, the end is asked for.
        }
    }

    private String refusal(List<String> words) {
        return outcome(
                () -> {
                    Agent.Command _ = agent.run(words, closed());
                });
    }

    private static Agent.Input closed() {
        return Agent.Input.CLOSED;
    }

    private static Piece piece(String text) {
        return new Piece(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Said> written(Stream stream, String text) {
        return Optional.of(new Said.Written(stream, piece(text)));
    }

    private interface Order {
        void give() throws EngineException, InterruptedException;
    }

    /** How it ended: the code of the problem, or done. */
    private static String outcome(Order order) {
        try {
            order.give();
            return "done";
        } catch (EngineException e) {
            return e.problem().code();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Question<T> {
        T ask() throws Exception;
    }

    private static <T> void answer(CompletableFuture<T> answer, Question<T> question) {
        try {
            answer.complete(question.ask());
        } catch (Exception e) {
            answer.completeExceptionally(new ExecutionException(e));
        }
    }
}
