package oxt.engine.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.Piece;
import oxt.model.Problem;

/** One command in a guest, from the daemon's side; no more of it is kept than it has credit for. */
final class GuestCommand implements Agent.Command {
    /** Pieces of output that may be on their way; the agent begins with as many. */
    static final int CREDIT = 16;

    /** So many read are given back together. */
    private static final int GIVEN_BACK = 8;

    /** Pieces of input that may be on their way, in files of the guest's. */
    static final int MOST_INPUT = 4;

    /**
     * When a command is over, its children may hold its output; after so long without a word they
     * are not waited for. An agent on a busy machine needs a good part of this for a piece.
     */
    private static final Duration AFTERMATH = Duration.ofSeconds(3);

    private final String vm;
    private final int number;
    private final AgentTalk talk;
    private final Consumer<GuestCommand> forget;
    private final Deque<Agent.Said> said = new ArrayDeque<>();
    private final Semaphore input = new Semaphore(MOST_INPUT);

    private int credit = CREDIT;
    private int read;
    private int inputOnItsWay;
    private OptionalInt status = OptionalInt.empty();
    private long quietSinceNanos;
    private boolean ended;
    private boolean told;
    private Optional<Problem> lost = Optional.empty();

    GuestCommand(String vm, int number, AgentTalk talk, Consumer<GuestCommand> forget) {
        this.vm = vm;
        this.number = number;
        this.talk = talk;
        this.forget = forget;
    }

    int number() {
        return number;
    }

    /** What the guest says of it; called by the talk. */
    synchronized AgentTalk.Hearing hear(GuestMessage message) {
        AgentTalk.Hearing hearing =
                switch (message) {
                    case GuestMessage.Written(_, var stream, var piece) -> written(stream, piece);
                    case GuestMessage.Status(_, var code) -> status(code);
                    case GuestMessage.Ended _ -> end();
                    case GuestMessage.Took _ -> took();
                    case GuestMessage.Ready _,
                            GuestMessage.Pong _,
                            GuestMessage.Done _,
                            GuestMessage.Failed _,
                            GuestMessage.Garbage _ ->
                            AgentTalk.Hearing.UNASKED;
                };
        notifyAll();
        return hearing;
    }

    synchronized void lost(Problem why) {
        lost = Optional.of(why);
        // Whoever waits for room is let through, and told.
        input.release(MOST_INPUT);
        notifyAll();
    }

    @Override
    public synchronized Optional<Agent.Said> next(Duration patience)
            throws EngineException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (said.isEmpty()) {
            if (isOver()) {
                return Optional.of(new Agent.Said.Ended(outcome()));
            }
            long left = Math.min(end, aftermath()) - System.nanoTime();
            if (left <= 0 && System.nanoTime() - end >= 0) {
                return Optional.empty();
            }
            wait(Math.max(1, left / 1_000_000));
        }
        Agent.Said next = said.removeFirst();
        read++;
        if (read == GIVEN_BACK && !ended) {
            read = 0;
            credit += GIVEN_BACK;
            quietSinceNanos = System.nanoTime();
            tell("MORE " + number + " " + GIVEN_BACK);
        }
        return Optional.of(next);
    }

    @Override
    public void input(Piece piece, Duration patience) throws EngineException, InterruptedException {
        if (piece.length() == 0) {
            return;
        }
        if (piece.length() > LARGEST_INPUT) {
            throw new IllegalArgumentException("a piece of " + piece.length() + " bytes");
        }
        if (!input.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new EngineException(
                    new Problem.Conflict(
                            "command-not-reading",
                            "The command in VM " + vm + " does not read its standard input.",
                            "Wait until it does."));
        }
        synchronized (this) {
            requireTalk();
            inputOnItsWay++;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii("IN " + number + " " + piece.length() + "\n"));
        bytes.writeBytes(piece.bytes());
        bytes.writeBytes(ascii("\n"));
        var _ = talk.send(bytes.toByteArray());
    }

    @Override
    public synchronized void endInput() throws EngineException {
        requireTalk();
        tell("CLOSE " + number);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (told) {
                return;
            }
            told = true;
            if (lost.isEmpty()) {
                tell("DROP " + number);
            }
        }
        forget.accept(this);
    }

    private AgentTalk.Hearing written(Agent.Stream stream, Piece piece) {
        if (credit == 0 || ended) {
            return AgentTalk.Hearing.TOO_MUCH;
        }
        credit--;
        quietSinceNanos = System.nanoTime();
        said.addLast(new Agent.Said.Written(stream, piece));
        return AgentTalk.Hearing.ASKED_FOR;
    }

    private AgentTalk.Hearing status(int code) {
        if (status.isPresent()) {
            return AgentTalk.Hearing.UNASKED;
        }
        status = OptionalInt.of(code);
        quietSinceNanos = System.nanoTime();
        return AgentTalk.Hearing.ASKED_FOR;
    }

    private AgentTalk.Hearing end() {
        if (ended) {
            return AgentTalk.Hearing.UNASKED;
        }
        ended = true;
        return AgentTalk.Hearing.ASKED_FOR;
    }

    private AgentTalk.Hearing took() {
        if (inputOnItsWay == 0) {
            return AgentTalk.Hearing.UNASKED;
        }
        inputOnItsWay--;
        input.release();
        return AgentTalk.Hearing.ASKED_FOR;
    }

    private boolean isOver() {
        return ended || lost.isPresent() || System.nanoTime() - aftermath() >= 0;
    }

    /** From when on what its children hold open is not waited for. */
    private long aftermath() {
        return status.isPresent()
                ? quietSinceNanos + AFTERMATH.toNanos()
                : System.nanoTime() + Duration.ofDays(1).toNanos();
    }

    private int outcome() throws EngineException {
        if (status.isPresent()) {
            return status.getAsInt();
        }
        throw new EngineException(lost.orElseGet(this::withoutStatus));
    }

    private void requireTalk() throws EngineException {
        if (lost.isPresent()) {
            throw new EngineException(lost.get());
        }
    }

    private void tell(String line) {
        var _ = talk.send(ascii(line + "\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Problem withoutStatus() {
        return new Problem.Failed(
                "guest-agent-refused",
                "The agent in VM " + vm + " did not say how the command ended.",
                "Run it again; if it stays so, look at the VM: oxt vm log " + vm);
    }
}
