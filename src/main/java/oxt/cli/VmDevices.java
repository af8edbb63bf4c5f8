package oxt.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.api.VmReply;
import oxt.client.Request;
import oxt.model.Disk;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Changes of a VM's document by one disk or NIC. */
final class VmDevices {
    private static final String DISKS = "disks";
    private static final String NICS = "nics";

    private VmDevices() {}

    static Exit addDisk(Words words, Surroundings around) {
        String name = words.rest().getFirst();
        Optional<String> blank = words.value(VmDeviceCommands.BLANK);
        Optional<String> image = words.value(VmDeviceCommands.IMAGE);
        if (blank.isPresent() == image.isPresent()) {
            throw VmDeviceCommands.notChosen(name);
        }
        List<Node.Entry> entries = new ArrayList<>();
        entries.add(Node.entry("name", name));
        blank.ifPresent(size -> entries.add(Node.entry("blank", size)));
        image.ifPresent(from -> entries.add(Node.entry("image", from)));
        words.value(VmDeviceCommands.MODE).ifPresent(mode -> entries.add(Node.entry("mode", mode)));
        words.value(VmDeviceCommands.FORMAT)
                .ifPresent(format -> entries.add(Node.entry("format", format)));
        return add(DISKS, entries, words, around);
    }

    static Exit addNic(Words words, Surroundings around) {
        List<Node.Entry> entries = new ArrayList<>();
        entries.add(Node.entry("name", words.rest().getFirst()));
        entries.add(Node.entry("backend", words.value(VmDeviceCommands.BACKEND).orElse("net")));
        words.value(VmDeviceCommands.MAC).ifPresent(mac -> entries.add(Node.entry("mac", mac)));
        return add(NICS, entries, words, around);
    }

    static Exit removeDisks(Words words, Surroundings around) {
        VmReply vm = VmDocuments.vm(words.first(), around);
        List<String> lost =
                VmDocument.read(vm.document(), vm.summary().id()).orThrow().disks().stream()
                        .filter(Disk::hasFile)
                        .map(Disk::name)
                        .map(Object::toString)
                        .filter(words.rest()::contains)
                        .toList();
        if (!lost.isEmpty() && !words.has(Option.PLAN) && !words.has(Option.YES)) {
            String loss =
                    "What is on these disks of VM "
                            + words.first()
                            + " will be deleted: "
                            + String.join(", ", lost)
                            + ".";
            if (!VmDocuments.isAgreed(List.of(loss), around)) {
                around.err().line("Nothing was removed.");
                return Exit.DONE;
            }
        }
        return remove(DISKS, vm, words, around);
    }

    static Exit growDisk(Words words, Surroundings around) {
        VmReply vm = VmDocuments.vm(words.first(), around);
        String name = words.rest().getFirst();
        String size = words.rest().getLast();
        List<Node> items = new ArrayList<>(items(vm, DISKS));
        int index = items.stream().map(VmDevices::name).toList().indexOf(name);
        if (index < 0) {
            throw unknown(vm, DISKS, Set.of(name));
        }
        Node.Mapping disk = (Node.Mapping) items.get(index);
        String key = disk.find("blank").isPresent() ? "blank" : "size";
        items.set(index, disk.with(key, Node.text(size)));
        return send(vm, DISKS, items, words, around);
    }

    static Exit removeNics(Words words, Surroundings around) {
        return remove(NICS, VmDocuments.vm(words.first(), around), words, around);
    }

    private static Exit add(
            String list, List<Node.Entry> entries, Words words, Surroundings around) {
        VmReply vm = VmDocuments.vm(words.first(), around);
        List<Node> items = new ArrayList<>(items(vm, list));
        items.add(Node.mapping(entries.toArray(Node.Entry[]::new)));
        return send(vm, list, items, words, around);
    }

    private static Exit remove(String list, VmReply vm, Words words, Surroundings around) {
        Set<String> gone = new HashSet<>(words.rest());
        List<Node> kept = new ArrayList<>();
        for (Node item : items(vm, list)) {
            if (!gone.remove(name(item))) {
                kept.add(item);
            }
        }
        if (!gone.isEmpty()) {
            throw unknown(vm, list, gone);
        }
        return send(vm, list, kept, words, around);
    }

    private static Exit send(
            VmReply vm, String list, List<Node> items, Words words, Surroundings around) {
        Node.Mapping document = vm.document().with(list, Node.sequence(items));
        VmDocument.SHAPE.read(document).orThrow();
        Request.Body body = new Request.Body.Json(Json.write(document));
        Exit exit = Work.of(words, around, List.of(VmDocuments.change(vm, words).with(body)));
        return VmDocuments.waiting(vm, exit, words, around);
    }

    private static List<Node> items(VmReply vm, String list) {
        return vm.document().find(list).orElse(null) instanceof Node.Sequence(var items, _)
                ? items
                : List.of();
    }

    private static String name(Node item) {
        return item instanceof Node.Mapping mapping
                        && mapping.find("name").orElse(item) instanceof Node.Text(var text, _)
                ? text
                : "";
    }

    private static ProblemException unknown(VmReply vm, String list, Set<String> names) {
        return new ProblemException(
                new Problem.Missing(
                        "no-such-device",
                        "VM "
                                + vm.summary().name()
                                + " has none of this name among its "
                                + list
                                + ": "
                                + Harmless.line(String.join(", ", names.stream().sorted().toList()))
                                + ".",
                        "See which it has: oxt vm show " + vm.summary().name()));
    }
}
