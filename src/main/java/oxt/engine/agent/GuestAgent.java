package oxt.engine.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.model.Problem;

/**
 * The agent in a VM's guest, as the daemon knows it.
 *
 * <pre>
 *   SILENT --READY, PONG--> ANSWERS
 *     ^                        |
 *     +--the talk ends (QEMU is gone, the guest says what no agent says)
 * </pre>
 *
 * <p>QEMU talks with one at a time, so a VM has one of these and everybody shares it. What the
 * guest says about a command counts only while the daemon waits for it: each number is used once.
 */
public final class GuestAgent implements Agent, AutoCloseable {
    /** How many commands run in a guest at once. */
    static final int MOST_COMMANDS = 16;

    /** Numbers begin anywhere here, so that an earlier daemon's answers are nobody's. */
    private static final int NUMBERS = 900_000_000;

    /**
     * @param patience for a command's beginning and for orders
     * @param rest how long an agent that could not be trusted is left alone
     */
    record Limits(Duration patience, AgentTalk.Flood flood, Duration rest) {
        static final Limits USUAL =
                new Limits(
                        Duration.ofSeconds(10),
                        new AgentTalk.Flood(64, Duration.ofSeconds(10)),
                        Duration.ofMinutes(1));
    }

    private final String vm;
    private final Path socket;
    private final Limits limits;
    private final Distrust distrust;
    private final Map<Integer, GuestCommand> commands = new HashMap<>();
    private final Map<Integer, CompletableFuture<GuestMessage>> orders = new HashMap<>();

    private @Nullable AgentTalk talk;
    private Presence presence = Presence.SILENT;
    private int number = RandomGenerator.getDefault().nextInt(1, NUMBERS);

    /**
     * @param vm how to name it to people
     */
    public GuestAgent(String vm, Path socket) {
        this(vm, socket, Limits.USUAL);
    }

    GuestAgent(String vm, Path socket, Limits limits) {
        this.vm = vm;
        this.socket = socket;
        this.limits = limits;
        this.distrust = new Distrust(limits.rest());
    }

    /** Begins to talk, so that the agent is heard when it begins. */
    public void join() throws EngineException {
        AgentTalk _ = talk();
    }

    @Override
    public synchronized Presence await(Duration patience)
            throws EngineException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        talk();
        while (presence == Presence.SILENT) {
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return Presence.SILENT;
            }
            wait(leftMillis);
            talk();
        }
        return presence;
    }

    @Override
    public void require(Duration patience) throws EngineException, InterruptedException {
        if (await(patience) == Presence.SILENT) {
            throw new EngineException(silent());
        }
    }

    @Override
    public Command run(List<String> words, Input input)
            throws EngineException, InterruptedException {
        String line = CommandWords.line(words);
        synchronized (this) {
            requireAnswer();
            if (commands.size() >= MOST_COMMANDS) {
                throw new EngineException(tooMany());
            }
            AgentTalk current = talk();
            GuestCommand command = new GuestCommand(vm, next(), current, this::forget);
            commands.put(command.number(), command);
            var _ =
                    current.send(
                            utf8(
                                    "RUN "
                                            + command.number()
                                            + (input == Input.OPEN ? " open " : " closed ")
                                            + line));
            return command;
        }
    }

    @Override
    public void stop(Ending ending) throws EngineException, InterruptedException {
        order("STOP", ending == Ending.POWEROFF ? "poweroff" : "reboot");
    }

    @Override
    public void setClock(Instant now) throws EngineException, InterruptedException {
        order("CLOCK", Long.toString(now.plusMillis(500).getEpochSecond()));
    }

    @Override
    public void resizeConsole(int rows, int columns) throws EngineException, InterruptedException {
        order("CONSOLE", rows + " " + columns);
    }

    @Override
    public void grow() throws EngineException, InterruptedException {
        order("GROW", "");
    }

    @Override
    public void freshen(Identity identity, Duration patience)
            throws EngineException, InterruptedException {
        order("FRESHEN", FreshWords.of(identity), patience);
    }

    /** What to do with the agent's lines where a test has them. */
    @Override
    public synchronized void close() {
        if (talk != null) {
            talk.close();
        }
    }

    private void order(String word, String what) throws EngineException, InterruptedException {
        requireAnswer();
        order(word, what, limits.patience());
    }

    private void order(String word, String what, Duration patience)
            throws EngineException, InterruptedException {
        CompletableFuture<GuestMessage> answer = new CompletableFuture<>();
        CompletableFuture<AgentTalk.End> ended;
        int mine;
        synchronized (this) {
            AgentTalk current = talk();
            mine = next();
            orders.put(mine, answer);
            ended = current.ended();
            var _ = current.send(utf8((word + " " + mine + " " + what).strip()));
        }
        try {
            CompletableFuture.anyOf(answer, ended).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLate) {
            throw new EngineException(silent(), tooLate);
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        } finally {
            synchronized (this) {
                orders.remove(mine);
            }
        }
        if (!answer.isDone()) {
            throw new EngineException(ended.join().problem());
        }
        if (answer.join() instanceof GuestMessage.Failed(_, var reason)) {
            throw new EngineException(refused(reason));
        }
    }

    private synchronized void requireAnswer() throws EngineException {
        talk();
        if (presence == Presence.SILENT) {
            throw new EngineException(silent());
        }
    }

    private int next() {
        number = number % 999_999_999 + 1;
        return number;
    }

    /** The talk that is going on, or a new one. */
    private synchronized AgentTalk talk() throws EngineException {
        AgentTalk current = talk;
        if (current != null) {
            return current;
        }
        distrust.requireOver();
        try {
            AgentTalk joined =
                    AgentTalk.join(AgentTalk.Kind.GUEST, vm, socket, limits.flood(), this::take);
            talk = joined;
            distrust.forget();
            // Behind the end of a line that an earlier daemon may have left open.
            var _ = joined.send(utf8("\nPING"));
            var _ = joined.ended().thenAccept(why -> lost(joined, why));
            return joined;
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Failed(
                            "guest-agent-gone",
                            "VM " + vm + " has no port for an agent in its guest.",
                            "Start it again, so that it gets one: oxt vm reboot " + vm),
                    e);
        }
    }

    private AgentTalk.Hearing take(String line) {
        return switch (GuestMessage.parse(line)) {
            case GuestMessage.Ready _ -> ready();
            case GuestMessage.Pong _ -> present();
            case GuestMessage.Written written -> to(written.number(), written);
            case GuestMessage.Status status -> to(status.number(), status);
            case GuestMessage.Ended ended -> to(ended.number(), ended);
            case GuestMessage.Took took -> to(took.number(), took);
            case GuestMessage.Done done -> answer(done.number(), done);
            case GuestMessage.Failed failed -> answer(failed.number(), failed);
            case GuestMessage.Garbage _ -> AgentTalk.Hearing.UNASKED;
        };
    }

    /** One that begins knows nothing of what was asked of the one before. */
    private AgentTalk.Hearing ready() {
        List<GuestCommand> lost;
        synchronized (this) {
            lost = List.copyOf(commands.values());
        }
        lost.forEach(command -> command.lost(begunAnew()));
        return present();
    }

    private synchronized AgentTalk.Hearing present() {
        presence = Presence.ANSWERS;
        notifyAll();
        return AgentTalk.Hearing.UNASKED;
    }

    private AgentTalk.Hearing to(int number, GuestMessage message) {
        GuestCommand command;
        synchronized (this) {
            command = commands.get(number);
        }
        // Of a command that was just dropped some lines are still on their way.
        return command == null ? AgentTalk.Hearing.UNASKED : command.hear(message);
    }

    private synchronized AgentTalk.Hearing answer(int number, GuestMessage message) {
        CompletableFuture<GuestMessage> waiting = orders.get(number);
        return waiting != null && waiting.complete(message)
                ? AgentTalk.Hearing.ASKED_FOR
                : AgentTalk.Hearing.UNASKED;
    }

    private synchronized void forget(GuestCommand command) {
        commands.remove(command.number());
    }

    private void lost(AgentTalk ended, AgentTalk.End why) {
        List<GuestCommand> lost;
        synchronized (this) {
            if (talk != ended) {
                return;
            }
            talk = null;
            presence = Presence.SILENT;
            distrust.judge(why);
            lost = List.copyOf(commands.values());
            notifyAll();
        }
        lost.forEach(command -> command.lost(why.problem()));
    }

    private static byte[] utf8(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private Problem silent() {
        return new Problem.Failed(
                "guest-agent-silent",
                "No agent answers in VM " + vm + ".",
                "Wait until its guest has booted: oxt vm log "
                        + vm
                        + ". Its image must bring the agent, as minimal and debian do.");
    }

    private Problem tooMany() {
        return new Problem.Conflict(
                "too-many-commands",
                MOST_COMMANDS + " commands run in VM " + vm + " already.",
                "Wait until one has ended.");
    }

    private Problem begunAnew() {
        return new Problem.Failed(
                "guest-agent-gone",
                "The agent in VM " + vm + " began anew; its commands were ended.",
                "Look at the VM: oxt vm log " + vm);
    }

    private Problem refused(String reason) {
        return new Problem.Failed(
                "guest-agent-refused",
                "The agent in VM " + vm + " could not do that: " + reason,
                "Look at the VM: oxt vm log " + vm);
    }
}
