package oxt.engine.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
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
public final class LaunchFile {
    /** Where every engine writes what the VM was. */
    public static final String VM = "vm";

    private LaunchFile() {}

    public static void write(Path file, Node launch) {
        PosixFiles.replaceUnsynced(file, Json.writePretty(launch), "rw-------");
    }

    /**
     * All of it; an older daemon wrote less.
     *
     * @param reader of what this engine writes
     */
    public static <T> T whole(Path file, VmId id, Function<Node, Reading<T>> reader)
            throws EngineException, IOException {
        String text = DurableFile.read(file, Bounds.DOCUMENT.characters()).orElse("");
        return switch (Json.read(text, Bounds.DOCUMENT).then(reader)) {
            case Reading.Good<T>(var launch) -> launch;
            case Reading.Bad<T> _ -> throw unreadable(file, id);
        };
    }

    /** Nothing where nothing was launched. */
    public static Optional<Vm> read(Path file, VmId id) throws EngineException, IOException {
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
                        "End the VM by hand and remove " + file + "."));
    }

    private static Node vm(Node document) {
        return document instanceof Node.Mapping mapping
                ? mapping.find(VM).orElse(document)
                : document;
    }
}
