package oxt.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import oxt.api.SealReply;
import oxt.api.SealRow;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The commands of {@code oxt launch} about secrets that open in one boot. */
final class SecretCommands {
    private static final Option.Valued GENERATE =
            new Option.Valued(
                    "--generate",
                    "",
                    "BYTES",
                    "Make a new secret of so many random bytes, instead of reading one.",
                    new Completion.Words(List.of("32", "64")));
    private static final Option.Valued REGISTERS =
            new Option.Valued(
                    "--registers",
                    "",
                    "NUMBERS",
                    "The registers that must be as they are now; all that say what runs without.",
                    new Completion.Words(List.of("4,7,8,9", "4,7,11,12")));

    /** One more than the daemon takes. */
    private static final int MOST_BYTES = (64 << 10) + 1;

    /** A TPM takes seconds to make a key. */
    private static final Duration SLOW = Duration.ofMinutes(2);

    private SecretCommands() {}

    static List<Branch> branches() {
        return List.of(
                new Branch.Command(
                        "seal",
                        "Seal a secret, so that only a boot like this one opens it.",
                        "The secret is read from standard input. Its recovery key is printed, once:"
                                + " write it down, it opens the secret when this boot is no more."
                                + " What was sealed by this name before opens no more.",
                        List.of(name()),
                        Commands.reading(GENERATE, REGISTERS),
                        List.of(
                                "oxt launch seal disk",
                                "oxt launch seal disk --generate 32",
                                "oxt launch seal disk --generate 32 --registers 4,7"),
                        SecretCommands::seal),
                new Branch.Command(
                        "unseal",
                        "Print a sealed secret, where this boot is one that it was sealed to.",
                        "Where it is not, the events that differ are named.",
                        List.of(name()),
                        Commands.plain(),
                        List.of(
                                "oxt launch unseal disk | cryptsetup open --key-file - /dev/sda3 d"),
                        (words, around) ->
                                print(
                                        around,
                                        Request.of(
                                                Request.Method.POST,
                                                target(words).then("open").toString()))),
                new Branch.Command(
                        "recover",
                        "Print a sealed secret for its recovery key, whatever booted.",
                        "The recovery key is read from standard input. Seal the secret again"
                                + " afterwards.",
                        List.of(name()),
                        Commands.plain(),
                        List.of("oxt launch recover disk"),
                        SecretCommands::recover),
                new Branch.Command(
                        "list",
                        "List what is sealed.",
                        "",
                        List.of(),
                        Commands.reading(Option.NAMES),
                        List.of("oxt launch list"),
                        SecretCommands::list),
                new Branch.Command(
                        "remove",
                        "Forget a sealed secret, for good.",
                        "",
                        List.of(name()),
                        Commands.plain(),
                        List.of("oxt launch remove disk"),
                        SecretCommands::remove));
    }

    private static Argument name() {
        return new Argument(
                "NAME", Argument.Count.ONE, "What the secret is called.", new Completion.Nothing());
    }

    private static Target target(Words words) {
        return Target.secret(words.first());
    }

    private static Exit seal(Words words, Surroundings around) {
        Target target = target(words);
        words.value(REGISTERS).ifPresent(numbers -> target.query("registers", numbers));
        words.value(GENERATE).ifPresent(bytes -> target.query("generate", bytes));
        Request request = Request.of(Request.Method.PUT, target.toString()).longer(SLOW);
        if (words.value(GENERATE).isEmpty()) {
            request = request.with(new Request.Body.Typed(input(around)));
        }
        Reply reply = around.daemon().ask(request);
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        SealReply sealed = Daemon.read(reply, SealReply.SHAPE);
        out.line(
                "Sealed "
                        + sealed.secret().name()
                        + " to what PCR "
                        + numbers(sealed.secret())
                        + " hold now.");
        out.line("");
        out.line("Recovery key, printed this once and kept nowhere:");
        out.line("");
        out.line("    " + sealed.recoveryKey());
        return Exit.DONE;
    }

    /** Bytes as they are: each is one character. */
    private static String input(Surroundings around) {
        try {
            return new String(around.in().readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException cause) {
            throw new ProblemException(
                    new Problem.Failed(
                            "input-not-read",
                            "Standard input cannot be read.",
                            "Give the secret by a pipe or a file."),
                    cause);
        }
    }

    private static Exit recover(Words words, Surroundings around) {
        return print(
                around,
                Request.of(Request.Method.POST, target(words).then("recover").toString())
                        .with(new Request.Body.Typed(input(around).strip())));
    }

    private static Exit print(Surroundings around, Request request) {
        byte[] secret = around.daemon().ask(request.longer(SLOW)).bytes();
        around.out().bytes(secret, secret.length);
        return Exit.DONE;
    }

    private static Exit list(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get("/v1/launch/secrets"));
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        List<SealRow> rows = Daemon.read(reply, SealRow.LIST);
        if (words.has(Option.NAMES)) {
            rows.forEach(row -> out.line(row.name()));
            return Exit.DONE;
        }
        if (rows.isEmpty()) {
            out.line("Nothing is sealed here.");
            return Exit.DONE;
        }
        Table table = Table.of("NAME", "SINCE", "REGISTERS", "OPENS IN");
        for (SealRow row : rows) {
            table.row(
                    Table.Cell.of(row.name()),
                    Table.Cell.of(LocalTime.text(row.since())),
                    Table.Cell.of(numbers(row)),
                    Table.Cell.of(row.boots() == 1 ? "one boot" : row.boots() + " boots"));
        }
        table.print(out);
        return Exit.DONE;
    }

    private static String numbers(SealRow row) {
        return row.registers().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static Exit remove(Words words, Surroundings around) {
        around.daemon()
                .ask(Request.of(Request.Method.DELETE, target(words).toString()).longer(SLOW));
        around.out().line("Removed " + words.first() + ".");
        return Exit.DONE;
    }
}
