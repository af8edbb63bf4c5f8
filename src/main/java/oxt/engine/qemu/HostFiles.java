package oxt.engine.qemu;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import oxt.engine.EngineException;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** What goes wrong with files and sockets of this host, as problems. */
final class HostFiles {
    private HostFiles() {}

    static EngineException problem(IOException cause) {
        return new EngineException(
                new Problem.Failed(
                        "host-files",
                        "A file or socket of this host cannot be used: " + cause,
                        "Look at the space and the permissions of oxt's folders: oxt doctor"),
                cause);
    }

    static EngineException problem(ProblemException cause) {
        return new EngineException(cause.problems().getFirst(), cause);
    }

    /** Of a look that somebody wanted no more. */
    static EngineException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EngineException(
                new Problem.Failed(
                        "look-interrupted", "The look at the VM was broken off.", "Look again."),
                cause);
    }

    /** The interrupt that a closed channel stands for, or the problem. */
    static EngineException interruptOrProblem(IOException cause) throws InterruptedException {
        if (cause instanceof ClosedByInterruptException) {
            InterruptedException asked = new InterruptedException();
            asked.initCause(cause);
            throw asked;
        }
        return problem(cause);
    }
}
