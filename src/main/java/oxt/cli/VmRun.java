package oxt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oxt.api.Bounds;
import oxt.api.CommandDocument;
import oxt.api.Frame;
import oxt.api.Json;
import oxt.api.ProblemDocument;
import oxt.client.ReplyStream;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A command in a guest, as if it ran here: its streams are ours, and so is its exit status. */
final class VmRun {
    /** What programs that run programs say when they themselves could not. */
    private static final Exit COULD_NOT = new Exit(125);

    /** What the daemon takes at once. */
    private static final int PIECE = 32 << 10;

    private final Words words;
    private final Surroundings around;

    private VmRun(Words words, Surroundings around) {
        this.words = words;
        this.around = around;
    }

    static Exit run(Words words, Surroundings around) {
        try {
            return new VmRun(words, around).run();
        } catch (ProblemException e) {
            Exit _ = new ProblemText(around).print(e);
            return COULD_NOT;
        }
    }

    private Exit run() {
        CommandDocument.Input input =
                around.input() == Surroundings.Input.PROGRAM && !words.has(VmCommands.NO_INPUT)
                        ? CommandDocument.Input.OPEN
                        : CommandDocument.Input.CLOSED;
        CommandDocument command = new CommandDocument(words.rest(), input);
        boolean isDisposable = words.has(VmCommands.DISPOSABLE);
        Target target = Target.vm(words.first()).then(isDisposable ? "run-disposable" : "run");
        // A disposable's guest has booted before, or is waited for.
        words.value(VmCommands.ANSWER_PATIENCE)
                .filter(_ -> !isDisposable)
                .map(VmPower::seconds)
                .ifPresent(seconds -> target.query("patience-seconds", Long.toString(seconds)));
        Request.Body body = new Request.Body.Json(Json.write(CommandDocument.SHAPE.write(command)));
        Request request = Request.of(Request.Method.POST, target.toString()).with(body);
        try (ReplyStream stream = around.daemon().open(request)) {
            return follow(new FrameStream(stream), input);
        } catch (IOException e) {
            throw new ProblemException(cutOff(), e);
        }
    }

    private Exit follow(FrameStream frames, CommandDocument.Input input) throws IOException {
        for (Optional<Frame> next = frames.next(); next.isPresent(); next = frames.next()) {
            byte[] part = frames.part();
            switch (next.get().kind()) {
                case ID -> {
                    if (input == CommandDocument.Input.OPEN) {
                        String id = new String(part, StandardCharsets.US_ASCII);
                        Thread.ofPlatform().daemon().start(() -> type(id));
                    }
                }
                case NOTE -> note(new String(part, StandardCharsets.UTF_8));
                case OUT -> around.out().bytes(part, part.length);
                case ERR -> around.err().bytes(part, part.length);
                case STATUS -> {
                    // The reply ends when nothing of a disposable is left.
                    Optional<Frame> _ = frames.next();
                    return new Exit(Integer.parseInt(new String(part, StandardCharsets.US_ASCII)));
                }
                case PROBLEM -> throw new ProblemException(problems(part));
            }
        }
        throw new ProblemException(cutOff());
    }

    /** For a person only: what a program reads is the command's. */
    private void note(String sentence) {
        if (around.err().isTerminal()) {
            around.err().line(Harmless.line(sentence)).flush();
        }
    }

    private void type(String id) {
        Target target = Target.run(id).then("input");
        InputStream in = around.in();
        byte[] bytes = new byte[PIECE];
        try {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                send(target.toString(), Arrays.copyOf(bytes, count));
            }
            send(target.query("end", "yes").toString(), new byte[0]);
        } catch (IOException | ProblemException _) {
            // The command has ended, and the other thread says how.
        }
    }

    /** A command that does not read now may read later. */
    private void send(String target, byte[] bytes) {
        Request.Body body = new Request.Body.Typed(new String(bytes, StandardCharsets.ISO_8859_1));
        while (true) {
            try {
                around.daemon().ask(Request.of(Request.Method.POST, target).with(body));
                return;
            } catch (ProblemException e) {
                if (!e.problems().getFirst().code().equals("command-not-reading")) {
                    throw e;
                }
            }
        }
    }

    private static List<Problem> problems(byte[] part) {
        return Json.read(new String(part, StandardCharsets.UTF_8), Bounds.REPLY)
                .then(ProblemDocument.LIST::read)
                .orThrow();
    }

    private static Problem cutOff() {
        return new Problem.Failed(
                "run-cut-off",
                "The daemon went away before the command's end; the command was ended.",
                "See whether it still runs, systemctl status oxtd, and try again.");
    }
}
