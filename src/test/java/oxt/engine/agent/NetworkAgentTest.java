package oxt.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.EngineException;
import oxt.model.Digest;
import oxt.model.Uplink;
import oxt.plan.NetworkConfig;
import oxt.plan.NetworkFiles;
import oxt.plan.NetworkPlanner.Applied;

/** The talk with an agent that does right, wrong, too much or nothing. */
class NetworkAgentTest {
    private static final NetworkFiles FILES =
            NetworkFiles.of(new NetworkConfig(Uplink.HostAccess.REFUSED, List.of()));
    private static final Digest OTHER = Digest.of(new byte[0]);
    private static final Duration REST = Duration.ofMillis(300);

    @TempDir Path folder;
    private final Semaphore looks = new Semaphore(0);
    private FakeAgent fake;
    private NetworkAgent agent;

    @BeforeEach
    void join() throws IOException {
        fake = new FakeAgent(folder.resolve("s"));
        agent = agent(Duration.ofSeconds(10));
    }

    @AfterEach
    void part() throws IOException {
        agent.close();
        fake.close();
    }

    @Test
    void an_agent_that_has_said_nothing_is_asked_and_counts_as_silent() throws Exception {
        assertEquals(new Applied.Silent(), agent.applied());
        assertEquals("PING", fake.guest().hear());
        assertEquals(new Applied.Silent(), agent.applied());
    }

    @Test
    void an_agent_that_has_booted_serves_nothing_and_its_domain_needs_a_look() throws Exception {
        agent.applied();
        fake.guest().say("READY 1b4e28ba-2fa1-11d2-883f-0016d3cca427");
        awaitLook();
        assertEquals(new Applied.Nothing(), agent.applied());
    }

    @Test
    void what_is_served_is_learned_by_asking() throws Exception {
        agent.applied();
        fake.guest().say("PONG " + OTHER);
        awaitLook();
        assertEquals(new Applied.Config(OTHER), agent.applied());
    }

    @Test
    void a_configuration_is_sent_whole_and_done_when_the_agent_says_so() throws Exception {
        CompletableFuture<Void> done = configure(agent);
        FakeAgent.Guest guest = fake.guest();
        assertEquals(FILES.digest(), guest.receive());
        guest.say("APPLIED " + FILES.digest());
        done.get();
        assertEquals(new Applied.Config(FILES.digest()), agent.applied());
    }

    @Test
    void a_refusal_is_told_with_its_reason() throws Exception {
        CompletableFuture<Void> done = configure(agent);
        FakeAgent.Guest guest = fake.guest();
        guest.receive();
        guest.say("REFUSED " + FILES.digest() + " there is no slot 3");
        EngineException refused = failure(done);
        assertEquals("network-config-refused", refused.problem().code());
        assertTrue(refused.problem().what().endsWith("there is no slot 3"));
    }

    @Test
    void an_agent_that_never_answers_is_not_waited_for_longer_than_its_patience() throws Exception {
        agent = agent(Duration.ofMillis(100));
        assertEquals("network-agent-silent", failure(configure(agent)).problem().code());
    }

    @Test
    void a_late_answer_still_says_what_is_served() throws Exception {
        agent = agent(Duration.ofMillis(100));
        assertEquals("network-agent-silent", failure(configure(agent)).problem().code());
        FakeAgent.Guest guest = fake.guest();
        guest.receive();
        guest.say("APPLIED " + FILES.digest());
        awaitLook();
        assertEquals(new Applied.Config(FILES.digest()), agent.applied());
    }

    @Test
    void the_answer_to_another_configuration_is_no_answer() throws Exception {
        agent = agent(Duration.ofMillis(300));
        CompletableFuture<Void> done = configure(agent);
        FakeAgent.Guest guest = fake.guest();
        guest.receive();
        guest.say("APPLIED " + OTHER);
        assertEquals("network-agent-silent", failure(done).problem().code());
        assertEquals(new Applied.Config(OTHER), agent.applied());
    }

    @Test
    void lines_that_make_no_sense_change_nothing() throws Exception {
        CompletableFuture<Void> done = configure(agent);
        FakeAgent.Guest guest = fake.guest();
        guest.receive();
        for (String line :
                List.of(
                        "",
                        "APPLIED",
                        "APPLIED none",
                        "applied " + FILES.digest(),
                        "APPLIED " + FILES.digest() + " ",
                        "REFUSED " + FILES.digest() + " \u0007\u001b[2J",
                        "\u0000\u00ff\u0080")) {
            guest.say(line);
        }
        guest.say("APPLIED " + FILES.digest());
        done.get();
    }

    @Test
    void a_line_without_end_ends_the_talk_and_the_agent_is_left_alone_for_a_while()
            throws Exception {
        agent.applied();
        FakeAgent.Guest guest = fake.guest();
        guest.say("x".repeat(AgentMessage.LONGEST_LINE + 1));
        guest.hearAll();
        awaitLook();
        assertEquals("network-agent-untrusted", untrusted().problem().code());
        assertTrue(fake.isAlone());
        assertEquals(new Applied.Silent(), appliedAfterRest());
        fake.guest().say("PONG none");
        awaitLook();
        assertEquals(new Applied.Nothing(), agent.applied());
    }

    @Test
    void an_agent_that_talks_without_end_is_cut_off() throws Exception {
        CompletableFuture<Void> done = configure(agent);
        FakeAgent.Guest guest = fake.guest();
        assertThrows(
                IOException.class,
                () -> {
                    while (true) {
                        guest.say("READY 0");
                    }
                });
        assertEquals("network-agent-untrusted", failure(done).problem().code());
        assertEquals("network-agent-untrusted", untrusted().problem().code());
    }

    @Test
    void a_guest_that_booted_again_serves_nothing_any_more() throws Exception {
        agent.applied();
        FakeAgent.Guest guest = fake.guest();
        guest.say("PONG " + OTHER);
        awaitLook();
        guest.say("READY 1");
        awaitLook();
        assertEquals(new Applied.Nothing(), agent.applied());
    }

    @Test
    void a_guest_that_goes_while_it_is_configured_is_told_at_once() throws Exception {
        CompletableFuture<Void> done = configure(agent);
        FakeAgent.Guest guest = fake.guest();
        guest.receive();
        guest.channel().close();
        assertEquals("network-agent-gone", failure(done).problem().code());
        awaitLook();
        assertEquals(new Applied.Silent(), agent.applied());
    }

    @Test
    void without_a_socket_the_agent_is_gone() throws Exception {
        NetworkAgent nobody = new NetworkAgent("net", folder.resolve("none"), looks::release);
        EngineException gone = assertThrows(EngineException.class, nobody::applied);
        assertEquals("network-agent-gone", gone.problem().code());
    }

    @Test
    void half_a_configuration_is_never_followed_by_another_in_the_same_talk() throws Exception {
        agent = agent(Duration.ofMillis(100));
        String large = "#".repeat(NetworkFiles.LARGEST_FILE - 1) + "\n";
        NetworkFiles files = new NetworkFiles("", large, "");
        assertThrows(EngineException.class, () -> agent.configure(files));
        fake.guest().hearAll();
        assertEquals(new Applied.Silent(), agent.applied());
        assertEquals("PING", fake.guest().hear());
    }

    @Test
    void an_interrupt_ends_the_wait() throws Exception {
        CompletableFuture<Exception> how = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        agent.configure(FILES);
                                    } catch (EngineException | InterruptedException e) {
                                        how.complete(e);
                                    }
                                });
        fake.guest().receive();
        thread.interrupt();
        assertTrue(how.get(5, TimeUnit.SECONDS) instanceof InterruptedException);
    }

    private NetworkAgent agent(Duration patience) {
        return new NetworkAgent(
                "net",
                folder.resolve("s"),
                looks::release,
                new NetworkAgent.Limits(
                        patience, new AgentTalk.Flood(64, Duration.ofSeconds(10)), REST));
    }

    private static CompletableFuture<Void> configure(NetworkAgent agent) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                agent.configure(FILES);
                                done.complete(null);
                            } catch (EngineException | InterruptedException e) {
                                done.completeExceptionally(e);
                            }
                        });
        return done;
    }

    private static EngineException failure(CompletableFuture<Void> done) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> done.get(10, TimeUnit.SECONDS));
        return (EngineException) failed.getCause();
    }

    private EngineException untrusted() {
        return assertThrows(EngineException.class, agent::applied);
    }

    private Applied appliedAfterRest() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                return agent.applied();
            } catch (EngineException resting) {
                assertTrue(System.nanoTime() - end < 0, "it rests for ever");
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    private void awaitLook() throws InterruptedException {
        assertTrue(looks.tryAcquire(10, TimeUnit.SECONDS), "nobody was told to look");
    }
}
