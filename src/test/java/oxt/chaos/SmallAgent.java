package oxt.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import oxt.engine.Agent;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Piece;
import oxt.model.Problem;
import oxt.model.VmId;
import oxt.plan.Run;

/** Answers for a guest without an agent, as long as its processors run; all it runs succeeds. */
record SmallAgent(Engine engine, VmId vm) implements Agent {
    @Override
    public Presence await(Duration patience) throws EngineException {
        requireGuest();
        return Presence.ANSWERS;
    }

    @Override
    public void require(Duration patience) throws EngineException {
        requireGuest();
    }

    @Override
    public Agent.Command run(List<String> words, Input input) throws EngineException {
        requireGuest();
        return new Command();
    }

    @Override
    public void stop(Ending ending) throws EngineException {
        throw gone();
    }

    @Override
    public void setClock(Instant now) {}

    @Override
    public void resizeConsole(int rows, int columns) {}

    @Override
    public void grow() {}

    @Override
    public void freshen(Identity identity, Duration patience) throws EngineException {
        requireGuest();
    }

    private void requireGuest() throws EngineException {
        if (!(engine.observe(vm).run() instanceof Run.Running)) {
            throw gone();
        }
    }

    private static EngineException gone() {
        return new EngineException(
                new Problem.Failed("guest-agent-gone", "The small guest is gone.", "None needed."));
    }

    private final class Command implements Agent.Command {
        @Override
        public Optional<Said> next(Duration patience) throws EngineException {
            requireGuest();
            return Optional.of(new Said.Ended(0));
        }

        @Override
        public void input(Piece piece, Duration patience) {}

        @Override
        public void endInput() {}

        @Override
        public void close() {}
    }
}
