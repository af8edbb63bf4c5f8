package oxt.engine.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.engine.EngineException;
import oxt.host.PosixFiles;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.Vm;
import oxt.model.VmId;

/** What a run was launched with, for a daemon that did not launch it. */
final class LaunchFile {
    private static final String VM = "vm";

    private LaunchFile() {}

    static void write(Path file, Vm vm, Accelerator accelerator) {
        Node document =
                Node.mapping(
                        Node.entry("accelerator", accelerator.word()),
                        Node.entry(VM, VmDocument.write(vm)));
        PosixFiles.replace(file, Json.writePretty(document), "rw-------");
    }

    /** Nothing where nothing was launched. */
    static Optional<Vm> read(Path file, VmId id) throws EngineException, IOException {
        Optional<String> text = DurableFile.read(file, Bounds.DOCUMENT.characters());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Reading<Vm> reading =
                Json.read(text.get(), Bounds.DOCUMENT)
                        .map(LaunchFile::vm)
                        .then(node -> VmDocument.read(node, id));
        return switch (reading) {
            case Reading.Good<Vm>(var vm) -> Optional.of(vm);
            case Reading.Bad<Vm> _ ->
                    throw new EngineException(
                            new Problem.Failed(
                                    "launch-unreadable",
                                    file + " does not say what VM " + id + " was launched with.",
                                    "End the VM's process by hand and remove " + file + "."));
        };
    }

    private static Node vm(Node document) {
        return document instanceof Node.Mapping mapping
                ? mapping.find(VM).orElse(document)
                : document;
    }
}
