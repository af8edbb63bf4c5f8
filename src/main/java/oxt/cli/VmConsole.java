package oxt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import oxt.client.ReplyStream;
import oxt.client.Request;
import oxt.model.ProblemException;

/** A person's terminal on a VM's serial console. */
final class VmConsole {
    /** Ctrl-], which telnet and virsh leave by as well. */
    private static final char LEAVE = 0x1D;

    private final Target target;
    private final String name;
    private final Surroundings around;
    private volatile boolean left;

    private VmConsole(String name, Surroundings around) {
        this.name = Harmless.line(name);
        this.target = Target.vm(name).then("console");
        this.around = around;
    }

    static Exit attach(Words words, Surroundings around) {
        return new VmConsole(words.first(), around).run();
    }

    private Exit run() {
        try (ReplyStream stream = around.daemon().open(Request.get(target.toString()))) {
            if (around.input() == Surroundings.Input.PROGRAM) {
                follow(stream);
                return Exit.DONE;
            }
            around.err().line("Console of " + name + ". Ctrl-] leaves it.").flush();
            tellSize(Terminal.size());
            try (RawTerminal _ = RawTerminal.open()) {
                follow(stream);
            }
        } catch (IOException _) {
            // Whatever broke the connection is what ended the console.
        }
        // A guest may have left colours on, or be in the middle of a line.
        around.err().print(around.err().isTerminal() ? "\033[0m\r\n" : "");
        around.err()
                .line(
                        left
                                ? "Left the console of " + name + "."
                                : "The console of " + name + " has ended.");
        return Exit.DONE;
    }

    /** Beside the console: a guest without an agent leaves programs with what they assume. */
    private void tellSize(Terminal.Size size) {
        if (size.rows() == 0 || size.columns() == 0) {
            return;
        }
        Target told = Target.vm(name).then("console").then("size");
        told.query("rows", Integer.toString(size.rows()));
        told.query("columns", Integer.toString(size.columns()));
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                around.daemon()
                                        .ask(Request.of(Request.Method.POST, told.toString()));
                            } catch (ProblemException _) {
                                // Nobody has asked for this.
                            }
                        });
    }

    private void follow(ReplyStream stream) throws IOException {
        Thread.ofPlatform().daemon().start(() -> type(stream));
        byte[] bytes = new byte[8192];
        for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
            around.out().bytes(bytes, count);
        }
    }

    private void type(ReplyStream stream) {
        InputStream in = around.in();
        byte[] bytes = new byte[1024];
        try {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                String keys = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
                int leave = around.canAsk() ? keys.indexOf(LEAVE) : -1;
                if (leave >= 0) {
                    left = true;
                    stream.close();
                    return;
                }
                Request.Body body = new Request.Body.Typed(keys);
                around.daemon().ask(Request.of(Request.Method.POST, target.toString()).with(body));
            }
        } catch (IOException | ProblemException _) {
            // The other thread sees that the console has ended, and says so.
        }
    }
}
