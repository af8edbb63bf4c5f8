package oxt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oxt.api.ExplainRow;
import oxt.api.VmList;
import oxt.api.VmReply;
import oxt.api.Yaml;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Commands that show VMs and change nothing. */
final class VmReading {
    private VmReading() {}

    static Exit list(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get("/v1/vms"));
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        VmList list = Daemon.read(reply, VmList.SHAPE);
        if (words.has(Option.NAMES)) {
            list.vms().forEach(vm -> out.line(vm.name().text()));
        } else if (list.vms().isEmpty() && list.foreign().isEmpty()) {
            out.line("There is no VM yet. oxt vm create FILE makes one.");
        } else {
            VmTable.print(list, out);
        }
        return Exit.DONE;
    }

    static Exit show(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get(Target.vm(words.first()).toString()));
        if (around.isJson()) {
            around.out().line(reply.text());
            return Exit.DONE;
        }
        VmReply vm = Daemon.read(reply, VmReply.SHAPE);
        if (words.has(VmCommands.YAML)) {
            around.out().print(Yaml.write(vm.document()));
        } else {
            VmPage.print(vm, around.out());
        }
        return Exit.DONE;
    }

    static Exit explain(Words words, Surroundings around) {
        Target target = Target.vm(words.first()).then("explain");
        Reply reply = around.daemon().ask(Request.get(target.toString()));
        if (around.isJson()) {
            around.out().line(reply.text());
            return Exit.DONE;
        }
        Table table = Table.of("SETTING", "WANTED", "RUNNING", "HOLDS");
        for (ExplainRow row : Daemon.read(reply, ExplainRow.LIST)) {
            table.row(
                    Table.Cell.of(row.setting()),
                    Table.Cell.of(row.wanted()),
                    Table.Cell.of(row.running()),
                    holds(row.applies()));
        }
        table.print(around.out());
        return Exit.DONE;
    }

    private static Table.Cell holds(ExplainRow.Applies applies) {
        return switch (applies) {
            case ExplainRow.Applies.Now _ -> new Table.Cell("now", Style.GREEN);
            case ExplainRow.Applies.NextStart _ -> new Table.Cell("at next start", Style.YELLOW);
            case ExplainRow.Applies.WhenStarted _ -> new Table.Cell("when started", Style.DIM);
            case ExplainRow.Applies.Pending _ -> new Table.Cell("soon", Style.YELLOW);
            case ExplainRow.Applies.NotHere(var why, var remedy) ->
                    new Table.Cell("not here: " + why + " " + remedy, Style.RED);
        };
    }

    static Exit screenshot(Words words, Surroundings around) {
        String name = words.first();
        String file = words.value(VmCommands.FILE).orElse(name + ".png");
        if (file.equals("-") && around.out().isTerminal()) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "picture-to-terminal",
                            "A picture would go to the terminal as bytes.",
                            "Name a file with -o, or send the output elsewhere."));
        }
        Target target = Target.vm(name).then("screenshot");
        byte[] picture = around.daemon().ask(Request.get(target.toString())).bytes();
        if (file.equals("-")) {
            around.out().bytes(picture, picture.length);
        } else {
            write(around.folder().resolve(file), picture);
            around.out().line(Harmless.line(name) + ": its screen is in " + file);
        }
        return Exit.DONE;
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "file-not-written",
                            "The file " + file + " cannot be written.",
                            "Name another with -o."),
                    e);
        }
    }

    static Exit log(Words words, Surroundings around) {
        Target target = Target.vm(words.first()).then("log");
        Reply reply = around.daemon().ask(Request.get(target.toString()));
        if (words.has(VmCommands.RAW)) {
            byte[] bytes = reply.bytes();
            around.out().bytes(bytes, bytes.length);
        } else {
            String text = Harmless.text(reply.text());
            around.out().print(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
        }
        return Exit.DONE;
    }
}
