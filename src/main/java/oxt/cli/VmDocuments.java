package oxt.cli;

import java.util.ArrayList;
import java.util.List;
import oxt.api.ExplainRow;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.SettingChange;
import oxt.api.SnapshotRow;
import oxt.api.VmDocument;
import oxt.api.VmReply;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.model.Role;

/** Commands that change what VMs are: create, edit, set, remove. */
final class VmDocuments {
    private VmDocuments() {}

    static Exit create(Words words, Surroundings around) {
        DocumentText text = DocumentFile.read(words.first(), around);
        String target = Work.target(words, Target.of("/v1/vms")).toString();
        return send(text, Request.of(Request.Method.POST, target), words, around);
    }

    static Exit edit(Words words, Surroundings around) {
        VmReply vm = vm(words.first(), around);
        Exit exit =
                new Editing(around).run(vm, text -> send(text, change(vm, words), words, around));
        return waiting(vm, exit, words, around);
    }

    static Exit set(Words words, Surroundings around) {
        List<SettingChange> changes = new ArrayList<>();
        for (String word : words.rest()) {
            changes.add(SettingChange.parse(word).orThrow());
        }
        VmReply vm = vm(words.first(), around);
        Node.Mapping document = VmDocument.change(vm.document(), changes).orThrow();
        VmDocument.SHAPE.read(document).orThrow();
        Request.Body body = new Request.Body.Json(Json.write(document));
        Exit exit = Work.of(words, around, List.of(change(vm, words).with(body)));
        return waiting(vm, exit, words, around);
    }

    /** Says which settings of a VM that runs hold only when it is started again. */
    static Exit waiting(VmReply vm, Exit exit, Words words, Surroundings around) {
        if (exit.code() != 0
                || around.isJson()
                || words.has(Option.PLAN)
                || words.has(Option.NO_WAIT)) {
            return exit;
        }
        Target target = Target.vm(vm.summary().name().text()).then("explain");
        List<String> settings = new ArrayList<>();
        for (ExplainRow row :
                around.daemon().ask(Request.get(target.toString()), ExplainRow.LIST)) {
            if (row.applies() instanceof ExplainRow.Applies.NextStart) {
                settings.add(row.setting());
            }
        }
        if (!settings.isEmpty()) {
            around.err()
                    .line(
                            "The VM runs on without these until its next start: "
                                    + Harmless.line(String.join(", ", settings))
                                    + ".");
        }
        return exit;
    }

    /** Driver domains last: they stay as long as a VM names them. */
    static Exit remove(Words words, Surroundings around) {
        List<Request> users = new ArrayList<>();
        List<Request> networks = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        for (String name : words.arguments()) {
            VmReply vm = vm(name, around);
            losses.add(loss(vm) + snapshots(name, around));
            String target = Work.target(words, Target.vm(name)).toString();
            (vm.summary().role() == Role.NETWORK ? networks : users)
                    .add(Request.of(Request.Method.DELETE, target));
        }
        if (!words.has(Option.PLAN) && !words.has(Option.YES) && !isAgreed(losses, around)) {
            around.err().line("Nothing was removed.");
            return Exit.DONE;
        }
        return Work.of(words, around, users).and(Work.of(words, around, networks));
    }

    private static Exit send(DocumentText text, Request request, Words words, Surroundings around) {
        return switch (text.read()) {
            case Reading.Bad<Node>(var problems) -> {
                text.print(problems, around);
                yield ProblemText.exit(problems.getFirst());
            }
            case Reading.Good<Node>(var node) ->
                    Work.of(
                            words,
                            around,
                            List.of(request.with(new Request.Body.Json(Json.write(node)))),
                            problems -> text.print(DocumentText.placed(problems, node), around));
        };
    }

    static Request change(VmReply vm, Words words) {
        Target target =
                Work.target(words, Target.vm(vm.summary().name().text()))
                        .query("generation", Long.toString(vm.generation()));
        words.value(VmDeviceCommands.PATIENCE)
                .map(VmPower::seconds)
                .ifPresent(seconds -> target.query("patience-seconds", Long.toString(seconds)));
        return Request.of(Request.Method.PUT, target.toString());
    }

    static VmReply vm(String name, Surroundings around) {
        return around.daemon().ask(Request.get(Target.vm(name).toString()), VmReply.SHAPE);
    }

    private static String loss(VmReply vm) {
        List<String> disks =
                VmDocument.read(vm.document(), vm.summary().id()).orThrow().disks().stream()
                        .map(disk -> disk.name().toString())
                        .toList();
        String name = vm.summary().name().text();
        return disks.isEmpty()
                ? "VM " + name + " will be removed; it has no disks."
                : "VM "
                        + name
                        + " will be removed, and what is on its disks deleted: "
                        + String.join(", ", disks)
                        + ".";
    }

    private static String snapshots(String name, Surroundings around) {
        Target target = Target.vm(name).then("snapshots");
        List<String> names =
                around.daemon().ask(Request.get(target.toString()), SnapshotRow.LIST).stream()
                        .map(row -> row.name().text())
                        .toList();
        return names.isEmpty() ? "" : " Its snapshots too: " + String.join(", ", names) + ".";
    }

    static boolean isAgreed(List<String> losses, Surroundings around) {
        if (!around.canAsk()) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "not-confirmed",
                            String.join(" ", losses) + " Nobody is here to agree.",
                            "Add --yes if that is what you want."));
        }
        String answer = around.ask(String.join("\n", losses) + "\nGo on? [y/N]").orElse("");
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }
}
