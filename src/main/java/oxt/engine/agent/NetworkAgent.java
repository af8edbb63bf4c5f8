package oxt.engine.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import oxt.engine.EngineException;
import oxt.model.Digest;
import oxt.model.Problem;
import oxt.plan.NetworkFiles;
import oxt.plan.NetworkPlanner.Applied;

/**
 * The agent in a driver domain, as the daemon knows it: what it says it serves, and the way to tell
 * it what to serve.
 *
 * <pre>
 *   SILENT --READY, PONG none--> NOTHING --APPLIED d, PONG d--> CONFIG d
 *     ^                             ^------READY (it rebooted)-----+
 *     +----------------the talk ends (QEMU is gone)----------------+
 * </pre>
 *
 * <p>QEMU talks with one at a time, so a driver domain has one of these and everybody shares it.
 */
public final class NetworkAgent implements AutoCloseable {
    private static final Applied SILENT = new Applied.Silent();

    /**
     * @param patience for a configuration to be applied; less than the step's deadline
     * @param rest how long an agent that could not be trusted is left alone
     */
    record Limits(Duration patience, AgentTalk.Flood flood, Duration rest) {
        static final Limits USUAL =
                new Limits(
                        Duration.ofSeconds(25),
                        new AgentTalk.Flood(64, Duration.ofSeconds(10)),
                        Duration.ofMinutes(1));
    }

    /** How often an agent that says nothing is asked: as often as it would speak by itself. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    /** A configuration on its way. */
    private record Pending(Digest digest, CompletableFuture<AgentMessage> answer) {}

    private final String vm;
    private final Path socket;
    private final Runnable look;
    private final Limits limits;
    private final Distrust distrust;

    private @Nullable AgentTalk talk;
    private @Nullable Pending pending;
    private Applied applied = SILENT;
    private long askedAtNanos;

    /**
     * @param vm how to name the driver domain to people
     * @param look called when it says something new, on a thread that must not be kept
     */
    public NetworkAgent(String vm, Path socket, Runnable look) {
        this(vm, socket, look, Limits.USUAL);
    }

    NetworkAgent(String vm, Path socket, Runnable look, Limits limits) {
        this.vm = vm;
        this.socket = socket;
        this.look = look;
        this.limits = limits;
        this.distrust = new Distrust(limits.rest());
    }

    /** What it last said; asks where it has said nothing, and does not wait for the answer. */
    public synchronized Applied applied() throws EngineException {
        AgentTalk current = talk();
        long now = System.nanoTime();
        boolean asked = now - askedAtNanos < ASK_AGAIN.toNanos();
        if (applied.equals(SILENT) && pending == null && !asked) {
            ask(current);
        }
        return applied;
    }

    /** Sends the files; done when the agent says that it serves them. */
    public void configure(NetworkFiles files) throws EngineException, InterruptedException {
        Pending mine = new Pending(files.digest(), new CompletableFuture<>());
        AgentTalk current;
        CompletableFuture<Void> sent;
        synchronized (this) {
            current = talk();
            if (pending != null) {
                throw new EngineException(
                        new Problem.Conflict(
                                "network-agent-busy",
                                "Driver domain " + vm + " is being configured already.",
                                "Wait until that has ended, then try again."));
            }
            pending = mine;
            sent = current.send(message(files, mine.digest()));
        }
        try {
            await(mine, current);
        } finally {
            // Half a configuration must not be taken for the beginning of the next.
            if (!sent.isDone()) {
                current.close();
            }
            synchronized (this) {
                pending = null;
            }
        }
    }

    @Override
    public synchronized void close() {
        if (talk != null) {
            talk.close();
        }
    }

    private void await(Pending mine, AgentTalk current)
            throws EngineException, InterruptedException {
        CompletableFuture<AgentTalk.End> ended = current.ended();
        try {
            CompletableFuture.anyOf(mine.answer(), ended)
                    .get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new EngineException(silent(), e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        if (!mine.answer().isDone()) {
            throw new EngineException(ended.join().problem());
        }
        if (mine.answer().join() instanceof AgentMessage.Refused(_, var reason)) {
            throw new EngineException(refused(reason));
        }
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
                    AgentTalk.join(AgentTalk.Kind.NETWORK, vm, socket, limits.flood(), this::take);
            talk = joined;
            distrust.forget();
            ask(joined);
            var _ = joined.ended().thenAccept(why -> lost(joined, why));
            return joined;
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Failed(
                            "network-agent-gone",
                            "Driver domain " + vm + " has no socket for its agent.",
                            "Look at the driver domain: oxt vm show " + vm),
                    e);
        }
    }

    private void ask(AgentTalk current) {
        askedAtNanos = System.nanoTime();
        var _ = current.send("PING\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** All it says counts: it is asked for no more than an answer now and then. */
    private AgentTalk.Hearing take(String line) {
        AgentMessage message = AgentMessage.parse(line);
        Applied before;
        Applied now;
        synchronized (this) {
            before = applied;
            applied = after(message);
            now = applied;
            answer(message);
        }
        if (!now.equals(before)) {
            look.run();
        }
        return AgentTalk.Hearing.UNASKED;
    }

    private Applied after(AgentMessage message) {
        return switch (message) {
            case AgentMessage.Ready _ -> new Applied.Nothing();
            case AgentMessage.Applied(var digest) -> new Applied.Config(digest);
            case AgentMessage.Pong(var digest) ->
                    digest.<Applied>map(Applied.Config::new).orElseGet(Applied.Nothing::new);
            case AgentMessage.Refused _, AgentMessage.Garbage _ -> applied;
        };
    }

    /** An answer for another configuration than the one on its way is late, or a lie. */
    private void answer(AgentMessage message) {
        Pending waiting = pending;
        if (waiting == null) {
            return;
        }
        switch (message) {
            case AgentMessage.Applied(var digest) when digest.equals(waiting.digest()) ->
                    waiting.answer().complete(message);
            case AgentMessage.Refused(var digest, _) when digest.equals(waiting.digest()) ->
                    waiting.answer().complete(message);
            case AgentMessage.Ready _,
                    AgentMessage.Applied _,
                    AgentMessage.Refused _,
                    AgentMessage.Pong _,
                    AgentMessage.Garbage _ -> {}
        }
    }

    private void lost(AgentTalk ended, AgentTalk.End why) {
        synchronized (this) {
            if (talk != ended) {
                return;
            }
            talk = null;
            applied = SILENT;
            distrust.judge(why);
        }
        look.run();
    }

    private static byte[] message(NetworkFiles files, Digest digest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii("BEGIN " + digest + "\n"));
        for (NetworkFiles.File file : files.files()) {
            bytes.writeBytes(ascii("FILE " + file.head()));
            bytes.writeBytes(file.bytes());
            bytes.writeBytes(ascii("\n"));
        }
        bytes.writeBytes(ascii("APPLY " + digest + "\n"));
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Problem silent() {
        return new Problem.Failed(
                "network-agent-silent",
                "Driver domain "
                        + vm
                        + " did not say within "
                        + limits.patience().toMillis()
                        + "ms that it serves its new configuration.",
                "Look at the driver domain: oxt vm log " + vm);
    }

    private Problem refused(String reason) {
        return new Problem.Failed(
                "network-config-refused",
                "Driver domain " + vm + " does not take its configuration: " + reason,
                "Report this with the driver domain's log: oxt vm log " + vm);
    }
}
