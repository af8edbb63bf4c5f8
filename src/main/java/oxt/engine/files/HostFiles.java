package oxt.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import oxt.engine.EngineException;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** What goes wrong with files and sockets of this host, as problems. */
public final class HostFiles {
    private HostFiles() {}

    /** What somebody wants to know of this host. */
    public interface Looking<T> {
        T look() throws IOException, EngineException, InterruptedException;
    }

    /** What is to be done on this host. */
    public interface Acting {
        void act() throws IOException, EngineException, InterruptedException;
    }

    public static <T> T look(Looking<T> looking) throws EngineException {
        try {
            return looking.look();
        } catch (IOException e) {
            throw problem(e);
        } catch (UncheckedIOException e) {
            throw problem(new IOException(e));
        } catch (ProblemException e) {
            throw problem(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    public static void act(Acting acting) throws EngineException, InterruptedException {
        try {
            acting.act();
        } catch (IOException e) {
            throw interruptOrProblem(e);
        } catch (UncheckedIOException e) {
            throw interruptOrProblem(new IOException(e));
        } catch (ProblemException e) {
            throw problem(e);
        }
    }

    public static EngineException problem(IOException cause) {
        return new EngineException(
                new Problem.Failed(
                        "host-files",
                        "A file or socket of this host cannot be used: " + cause,
                        "Look at the space and the permissions of oxt's folders: oxt doctor"),
                cause);
    }

    public static EngineException problem(ProblemException cause) {
        return new EngineException(cause.problems().getFirst(), cause);
    }

    /** Of a look that somebody wanted no more. */
    public static EngineException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EngineException(
                new Problem.Failed(
                        "look-interrupted", "The look at the VM was broken off.", "Look again."),
                cause);
    }

    /** The interrupt that a closed channel stands for, or the problem. */
    public static EngineException interruptOrProblem(IOException cause)
            throws InterruptedException {
        if (cause instanceof ClosedByInterruptException) {
            InterruptedException asked = new InterruptedException();
            asked.initCause(cause);
            throw asked;
        }
        return problem(cause);
    }
}
