package oxt.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Asks the daemon, by its socket. */
public final class HttpClient {
    /** The same as the longest document that we read. */
    private static final int LARGEST_REPLY = 1 << 26;

    private final Path socket;

    public HttpClient(Path socket) {
        this.socket = socket;
    }

    /** The whole reply, whatever its status. */
    public Reply send(Request request) {
        try (ReplyStream stream = begin(request, Deadline.in(request.patience()))) {
            return new Reply(stream.status(), stream.type(), stream.readAll(LARGEST_REPLY));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** A reply that goes on until one side has enough. */
    public ReplyStream open(Request request) {
        try {
            return begin(request, Deadline.never());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private ReplyStream begin(Request request, Deadline deadline) throws IOException {
        Connection connection = connect(deadline);
        try {
            connection.write(request.bytes());
            return request.body().orElse(null) instanceof Request.Body.Streamed(var upload)
                    ? ReplyStream.after(upload, connection)
                    : new ReplyStream(connection);
        } catch (IOException | ProblemException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect(Deadline deadline) {
        try {
            return Connection.open(socket, deadline);
        } catch (IOException e) {
            throw whyNot(e);
        }
    }

    /** The exception of a socket says too little; the file system says more. */
    private ProblemException whyNot(IOException cause) {
        try {
            Path _ = socket.toRealPath();
        } catch (NoSuchFileException _) {
            return new ProblemException(
                    new Problem.Failed(
                            "daemon-not-running",
                            "The daemon does not run: there is no socket " + socket + ".",
                            "Start it: systemctl start oxtd, or ./oxtd in a checkout."));
        } catch (AccessDeniedException _) {
            return new ProblemException(mayNot());
        } catch (IOException _) {
            return new ProblemException(unreachable(), cause);
        }
        return Files.isWritable(socket)
                ? new ProblemException(unreachable(), cause)
                : new ProblemException(mayNot());
    }

    private Problem mayNot() {
        return new Problem.Denied(
                "socket-denied",
                "You may not use the daemon's socket " + socket + ".",
                "Join the group oxt (sudo adduser $USER oxt) and log in again, or use sudo.");
    }

    private Problem unreachable() {
        return new Problem.Failed(
                "daemon-not-listening",
                "No daemon answers at " + socket + ".",
                "Start it: systemctl start oxtd, or ./oxtd in a checkout.");
    }

    private ProblemException lost(IOException cause) {
        return new ProblemException(
                new Problem.Failed(
                        "connection-lost",
                        "The connection to the daemon at " + socket + " broke.",
                        "See whether it still runs, systemctl status oxtd, and try again."),
                cause);
    }
}
