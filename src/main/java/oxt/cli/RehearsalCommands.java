package oxt.cli;

import java.time.Duration;
import java.util.List;
import oxt.api.RehearsalReply;
import oxt.api.Scalars;
import oxt.client.Reply;
import oxt.client.Request;

/** The commands of {@code oxt launch} that look ahead to another boot. */
final class RehearsalCommands {
    private static final Option.Valued INSTEAD =
            new Option.Valued(
                    "--instead",
                    "",
                    "OLD=NEW",
                    "What commands and paths say in the next boot where they say OLD in this.",
                    new Completion.Nothing());
    private static final Option.Flag ALL =
            new Option.Flag("--all", "-a", "Show also what stays as it is.");
    private static final Duration SLOW = Duration.ofMinutes(2);

    private RehearsalCommands() {}

    static List<Branch> branches() {
        return List.of(
                new Branch.Command(
                        "rehearse",
                        "Foretell what the next boot measures, and seal a secret to it besides.",
                        "By this boot's log, and the boot files that are on the disk now: do it"
                                + " after an update and before the reboot. Whoever changed those"
                                + " files has them believed, so look at what is shown first"
                                + " (--plan).",
                        List.of(name()),
                        Commands.reading(INSTEAD, ALL, Option.PLAN),
                        List.of(
                                "oxt launch rehearse disk --plan",
                                "oxt launch rehearse disk",
                                "oxt launch rehearse disk --instead 6.1.0-56=6.1.0-57"),
                        RehearsalCommands::rehearse),
                new Branch.Command(
                        "confirm",
                        "Show what was foretold beside what came, and seal to this boot alone.",
                        "After the reboot that was rehearsed: the boot before it opens the secret no"
                                + " more. With --plan nothing is sealed.",
                        List.of(name()),
                        Commands.reading(ALL, Option.PLAN),
                        List.of("oxt launch confirm disk --plan", "oxt launch confirm disk"),
                        RehearsalCommands::confirm));
    }

    private static Argument name() {
        return new Argument("NAME", Argument.Count.ONE, "The secret.", new Completion.Nothing());
    }

    private static Exit rehearse(Words words, Surroundings around) {
        Target target = Target.secret(words.first()).then("rehearse");
        words.value(INSTEAD).ifPresent(instead -> target.query("instead", instead));
        return show(
                target,
                words,
                around,
                "Sealed to this boot and to the one above: boot it, then oxt launch confirm "
                        + Harmless.line(words.first()));
    }

    private static Exit confirm(Words words, Surroundings around) {
        return show(
                Target.secret(words.first()).then("confirm"),
                words,
                around,
                "Sealed to this boot alone.");
    }

    private static Exit show(Target target, Words words, Surroundings around, String done) {
        if (words.has(Option.PLAN)) {
            target.query("plan", "only");
        }
        Request request = Request.of(Request.Method.POST, target.toString()).longer(SLOW);
        Reply reply = around.daemon().ask(request);
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        RehearsalReply rehearsal = Daemon.read(reply, RehearsalReply.SHAPE);
        Table table = Table.of("PCR", "STANDING", "EVENT", "HOW IT IS KNOWN");
        int same = 0;
        for (RehearsalReply.Event event : rehearsal.events()) {
            if (isAsBefore(event) && !words.has(ALL)) {
                same++;
                continue;
            }
            table.row(
                    Table.Cell.of(Integer.toString(event.pcr())),
                    new Table.Cell(Scalars.word(event.standing()).replace('-', ' '), style(event)),
                    Table.Cell.of(event.event()),
                    Table.Cell.of(event.how()));
        }
        if (same < rehearsal.events().size()) {
            table.print(out);
        }
        if (same > 0) {
            out.line(same + " events are the same (--all shows them).");
        }
        if (!words.has(Option.PLAN)) {
            out.line(done);
        }
        return Exit.DONE;
    }

    private static boolean isAsBefore(RehearsalReply.Event event) {
        return event.standing() == RehearsalReply.Standing.SAME;
    }

    private static Style style(RehearsalReply.Event event) {
        return switch (event.standing()) {
            case SAME, AS_FORESEEN -> Style.GREEN;
            case OTHER, NOT_FORESEEN -> Style.YELLOW;
            case UNFORESEEN, OTHERWISE -> Style.RED;
        };
    }
}
