package oxt.engine.sim;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import oxt.engine.Agent;
import oxt.engine.Piece;

/** A simulated command: it writes what it reads. */
final class SimCommand implements Agent.Command {
    private static final int MOST_UNREAD = 16;

    private final BlockingQueue<Agent.Said> said = new LinkedBlockingQueue<>(MOST_UNREAD);

    void say(Agent.Stream stream, Piece piece) {
        said.add(new Agent.Said.Written(stream, piece));
    }

    void end(int status) {
        said.add(new Agent.Said.Ended(status));
    }

    @Override
    public Optional<Agent.Said> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(said.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void input(Piece piece, Duration patience) throws InterruptedException {
        said.put(new Agent.Said.Written(Agent.Stream.OUTPUT, piece));
    }

    @Override
    public void endInput() {
        end(0);
    }

    @Override
    public void close() {
        said.clear();
    }
}
