package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.engine.Agent;
import oxt.engine.Cancel;
import oxt.engine.Engine;
import oxt.engine.Outcome;
import oxt.engine.Piece;
import oxt.engine.Runner;
import oxt.model.Vm;
import oxt.plan.CreatePlanner;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.StartPlanner;
import oxt.plan.Step;

/** Commands in a real guest, by its real agent. */
@Tag("guest")
class CommandGuestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private QemuFixture fixture;
    private Engine engine;

    /** What came of a command. */
    private record Result(int status, String output, String errors) {}

    @BeforeEach
    void begin() throws Exception {
        fixture = new QemuFixture(new GuestFiles());
        engine = fixture.engine();
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void commands_run_in_a_guest_as_they_would_in_its_shell() throws Exception {
        Vm vm = started(fixture.obedient());
        Agent agent = engine.views().agent(vm.id());
        assertEquals(Agent.Presence.ANSWERS, agent.await(PATIENCE));

        // Words arrive as they were, whatever is in them; 0x81 to 0x88 are the shell's own marks.
        String odd = "it's \"$HOME\" `a` \\n*\n \u0101\u00e9\u2014 \t;";
        assertEquals(new Result(0, odd + "|", ""), run(agent, "printf", "%s|", odd));
        assertEquals(new Result(7, "", "no\n"), run(agent, "sh", "-c", "echo no >&2; exit 7"));
        assertEquals(new Result(128 + 15, "", ""), run(agent, "sh", "-c", "kill $$"));
        assertEquals(127, run(agent, "no-such-program").status());
        assertEquals("/\n", run(agent, "pwd").output());

        // Bytes go through both ways, and more of them than anything on the way can hold.
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        assertArrayEquals(bytes, through(agent, bytes));

        // The one who asked goes away: the command goes too, with what it started.
        try (Agent.Command command =
                agent.run(List.of("sh", "-c", "echo on; sleep 1000"), Agent.Input.CLOSED)) {
            assertTrue(command.next(PATIENCE).isPresent());
        }
        assertEquals(1, run(agent, "sh", "-c", "sleep 0.5; pidof sleep").status());

        agent.setClock(Instant.ofEpochSecond(1_000_000_000));
        assertTrue(run(agent, "date", "+%s").output().startsWith("10000000"));
        String before = run(agent, "cat", "/proc/sys/kernel/random/uuid").output();
        Instant now = Instant.now();
        agent.freshen(
                new Agent.Identity("another", "0123456789abcdef0123456789abcdef", now),
                Duration.ofSeconds(30));
        String clock = run(agent, "date", "+%s").output().strip();
        long ahead = Long.parseLong(clock) - Instant.now().getEpochSecond();
        assertTrue(Math.abs(ahead) <= 2, () -> "the clock is off by " + ahead + "s");
        assertEquals("another\n", run(agent, "hostname").output());
        assertEquals(
                "0123456789abcdef0123456789abcdef\n",
                run(agent, "cat", "/etc/machine-id").output());
        assertNotEquals(before, run(agent, "cat", "/proc/sys/kernel/random/uuid").output());

        // A daemon that comes after finds the agent, and what it asks.
        fixture.abandon(vm.id());
        Agent next = fixture.another().views().agent(vm.id());
        assertEquals(Agent.Presence.ANSWERS, next.await(PATIENCE));
        assertEquals("again\n", run(next, "echo", "again").output());
    }

    @Test
    void a_guest_with_an_agent_is_stopped_by_it() throws Exception {
        Vm vm = started(fixture.obedient());
        assertEquals(Agent.Presence.ANSWERS, engine.views().agent(vm.id()).await(PATIENCE));
        run(engine.views().agent(vm.id()), "killall", "acpid");
        engine.perform(new Step.PressPowerButton(vm.id()));
        engine.perform(new Step.AwaitOff(vm.id(), PATIENCE));
        assertEquals(Run.OFF, engine.observe(vm.id()).run());
    }

    private static Result run(Agent agent, String... words) throws Exception {
        try (Agent.Command command = agent.run(List.of(words), Agent.Input.CLOSED)) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            int status = read(command, output, errors);
            return new Result(
                    status,
                    output.toString(StandardCharsets.UTF_8),
                    errors.toString(StandardCharsets.UTF_8));
        }
    }

    private static byte[] through(Agent agent, byte[] bytes) throws Exception {
        try (Agent.Command command = agent.run(List.of("cat"), Agent.Input.OPEN)) {
            Thread.ofVirtual().start(() -> type(command, bytes));
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            assertEquals(0, read(command, output, new ByteArrayOutputStream()));
            return output.toByteArray();
        }
    }

    private static void type(Agent.Command command, byte[] bytes) {
        try {
            for (int at = 0; at < bytes.length; at += Agent.Command.LARGEST_INPUT) {
                int end = Math.min(bytes.length, at + Agent.Command.LARGEST_INPUT);
                command.input(new Piece(Arrays.copyOfRange(bytes, at, end)), PATIENCE);
            }
            command.endInput();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int read(
            Agent.Command command, ByteArrayOutputStream output, ByteArrayOutputStream errors)
            throws Exception {
        while (true) {
            switch (command.next(PATIENCE).orElseThrow()) {
                case Agent.Said.Written(var stream, var piece) -> {
                    switch (stream) {
                        case OUTPUT -> output.writeBytes(piece.bytes());
                        case ERRORS -> errors.writeBytes(piece.bytes());
                    }
                }
                case Agent.Said.Ended(var status) -> {
                    return status;
                }
            }
        }
    }

    private Vm started(Vm vm) throws Exception {
        run(CreatePlanner.plan(vm, engine.observe(vm.id()), fixture.facts()));
        run(StartPlanner.plan(vm, engine.observe(vm.id()), fixture.facts()));
        return vm;
    }

    private void run(Planned planned) {
        if (!(planned instanceof Planned.Ready(var plan))) {
            throw new AssertionError(planned);
        }
        assertEquals(
                new Outcome.Done(), new Runner(engine).run(plan, (_, _, _) -> {}, new Cancel()));
    }
}
