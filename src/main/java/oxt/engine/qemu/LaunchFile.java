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
    private LaunchFile() {}

    static void write(Path file, Launch launch) {
        PosixFiles.replaceUnsynced(file, Json.writePretty(launch.document()), "rw-------");
    }

    /** All of it; an older daemon wrote less. */
    static Launch whole(Path file, VmId id) throws EngineException, IOException {
        String text = DurableFile.read(file, Bounds.DOCUMENT.characters()).orElse("");
        return switch (Json.read(text, Bounds.DOCUMENT).then(node -> Launch.read(node, id))) {
            case Reading.Good<Launch>(var launch) -> launch;
            case Reading.Bad<Launch> _ -> throw unreadable(file, id);
        };
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
            case Reading.Bad<Vm> _ -> throw unreadable(file, id);
        };
    }

    private static EngineException unreadable(Path file, VmId id) {
        return new EngineException(
                new Problem.Failed(
                        "launch-unreadable",
                        file + " does not say what VM " + id + " was launched with.",
                        "End the VM's process by hand and remove " + file + "."));
    }

    private static Node vm(Node document) {
        return document instanceof Node.Mapping mapping
                ? mapping.find(Launch.VM).orElse(document)
                : document;
    }
}
