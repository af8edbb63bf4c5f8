package oxt.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oxt.client.ReplyStream;
import oxt.client.Request;
import oxt.client.Talk;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A VM's screen for a native viewer, by a socket that only this user can reach. */
final class VmView {
    static final Option.Flag PRINT_SOCKET =
            new Option.Flag(
                    "--print-socket",
                    "",
                    "Open no viewer: print the socket for one, and serve it until Ctrl-C.");

    private static final int CHUNK = 32 << 10;

    /** Viewers that take a Unix socket, the better known one first. */
    private enum Program {
        REMOTE_VIEWER("remote-viewer", "vnc+unix://", "virt-viewer"),
        TIGERVNC("xtigervncviewer", "", "tigervnc-viewer");

        private final String word;
        private final String scheme;
        private final String debianPackage;

        Program(String word, String scheme, String debianPackage) {
            this.word = word;
            this.scheme = scheme;
            this.debianPackage = debianPackage;
        }

        static Optional<Program> first(Surroundings around) {
            String path = around.variable("PATH").orElse("/usr/bin:/bin");
            return Arrays.stream(values()).filter(program -> program.isIn(path)).findFirst();
        }

        private boolean isIn(String path) {
            return Arrays.stream(path.split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, word)));
        }
    }

    private final String name;
    private final Request request;
    private final Surroundings around;

    private VmView(String name, Surroundings around) {
        this.name = Harmless.line(name);
        this.request =
                Request.get(Target.vm(name).then("display").toString())
                        .with(new Request.Body.Talk());
        this.around = around;
    }

    static Exit open(Words words, Surroundings around) {
        VmView view = new VmView(words.first(), around);
        if (words.has(PRINT_SOCKET)) {
            return view.serve(
                    socket -> {
                        around.out().line(socket.toString()).flush();
                        Thread.currentThread().join();
                    });
        }
        Program program = Program.first(around).orElseThrow(VmView::noViewer);
        return view.serve(socket -> show(program, socket));
    }

    private interface Use {
        void of(Path socket) throws IOException, InterruptedException;
    }

    /** Until whoever uses the socket is done with it. */
    private Exit serve(Use use) {
        // Refused before a window opens where there is no screen to look at.
        try (ReplyStream _ = around.daemon().open(request);
                Door door = Door.open(this::relay)) {
            use.of(door.socket());
            return Exit.DONE;
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "viewer-not-started",
                            "There is no viewer for the screen of " + name + ".",
                            "See whether the temporary folder can be written to, and whether a"
                                    + " desktop is there to open a window on."),
                    e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Exit.DONE;
        }
    }

    private static void show(Program program, Path socket)
            throws IOException, InterruptedException {
        List<String> command = List.of(program.word, program.scheme + socket);
        int _ = new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** One viewer's talk; each direction until either side has enough. */
    private void relay(SocketChannel viewer) {
        try (viewer;
                Talk talk = new Talk(around.daemon().open(request))) {
            Thread.ofVirtual().start(() -> say(viewer, talk));
            byte[] bytes = new byte[CHUNK];
            for (int count = talk.read(bytes); count >= 0; count = talk.read(bytes)) {
                ByteBuffer shown = ByteBuffer.wrap(bytes, 0, count);
                while (shown.hasRemaining()) {
                    viewer.write(shown);
                }
            }
            if (!talk.reason().isEmpty()) {
                around.err().line(Harmless.line(talk.reason())).flush();
            }
        } catch (ProblemException refused) {
            refused.problems().forEach(each -> around.err().line(each.what()).flush());
        } catch (IOException _) {
            // The viewer was closed.
        }
    }

    private static void say(SocketChannel viewer, Talk talk) {
        ByteBuffer said = ByteBuffer.allocate(CHUNK);
        try (talk) {
            while (viewer.read(said.clear()) >= 0) {
                talk.write(said.array(), said.position());
            }
        } catch (IOException _) {
            // The other direction has ended, and so has this.
        }
    }

    private static ProblemException noViewer() {
        return new ProblemException(
                new Problem.Failed(
                        "no-viewer",
                        "There is no viewer that oxt knows: neither remote-viewer nor TigerVNC's.",
                        "Install one, sudo apt install "
                                + Program.REMOTE_VIEWER.debianPackage
                                + " or "
                                + Program.TIGERVNC.debianPackage
                                + ", or have another use the socket: oxt vm view NAME"
                                + " --print-socket"));
    }
}
