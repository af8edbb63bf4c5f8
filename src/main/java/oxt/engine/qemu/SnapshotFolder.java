package oxt.engine.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.engine.files.DurableFile;
import oxt.engine.files.StateFolder;
import oxt.host.FileTree;
import oxt.host.PosixFiles;
import oxt.model.DiskName;
import oxt.model.Names;
import oxt.model.Reading;
import oxt.model.SnapshotName;
import oxt.model.VmId;
import oxt.plan.Snapshot;

/**
 * A snapshot's folder. It is written as {@code .TAG.part} and renamed to the snapshot's name when
 * it is whole; to remove it, it is first renamed to {@code .TAG.gone}.
 *
 * <p>What it holds of qcow2 disks is in the disks themselves, by the tag; so a part's description,
 * which is written first, says what has to be taken out of them when it comes to nothing.
 *
 * <pre>
 * snapshot.json       what it is of, and the tag
 * state/              the memory, see {@link StateFolder}
 * overlays/NAME.qcow2 what fresh disks had been written; only with memory
 * disks/NAME.raw      content of raw disks
 * variables.fd        firmware variables
 * </pre>
 */
record SnapshotFolder(Path folder) {
    private static final String DESCRIPTION = "snapshot.json";
    private static final String PART = ".part";
    private static final String GONE = ".gone";

    /** What the folder says. */
    record Description(Snapshot snapshot, String tag) {}

    /** Every whole snapshot below a folder. */
    static List<SnapshotFolder> all(Path snapshots) throws IOException {
        return list(snapshots).stream()
                .filter(path -> Names.isName(path.getFileName().toString()))
                .map(SnapshotFolder::new)
                .toList();
    }

    /** What was being written or removed when its daemon was killed. */
    static List<SnapshotFolder> remains(Path snapshots) throws IOException {
        return list(snapshots).stream()
                .filter(path -> path.toString().endsWith(PART) || path.toString().endsWith(GONE))
                .map(SnapshotFolder::new)
                .toList();
    }

    /** A folder for a snapshot that is about to be written. */
    static SnapshotFolder begin(Path snapshots, Description description) throws IOException {
        PosixFiles.makeFolder(snapshots, "rwx------");
        SnapshotFolder part = new SnapshotFolder(snapshots.resolve("." + description.tag() + PART));
        PosixFiles.makeFolder(part.folder, "rwx------");
        Snapshot snapshot = description.snapshot();
        Node document =
                Node.mapping(
                        Node.entry("name", snapshot.name().text()),
                        Node.entry("taken", snapshot.taken().toString()),
                        Node.entry("memory", snapshot.memory().name().toLowerCase(Locale.ROOT)),
                        Node.entry("tag", description.tag()),
                        Node.entry("vm", VmDocument.write(snapshot.vm())));
        PosixFiles.replace(
                part.folder.resolve(DESCRIPTION), Json.writePretty(document), "rw-------");
        return part;
    }

    /** Nothing where the folder does not say. */
    Optional<Description> read(VmId vm) throws IOException {
        Optional<String> text =
                DurableFile.read(folder.resolve(DESCRIPTION), Bounds.DOCUMENT.characters());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Reading<Description> reading =
                Json.read(text.get(), Bounds.DOCUMENT).then(node -> description(node, vm));
        return reading instanceof Reading.Good<Description>(var description)
                ? Optional.of(description)
                : Optional.empty();
    }

    /** From when this returns it is a snapshot. */
    void finish(SnapshotName name) throws IOException {
        PosixFiles.sync(folder);
        move(folder.resolveSibling(name.text()));
    }

    /** From when this returns it is none any more; the folder is still there. */
    SnapshotFolder giveUp(String tag) throws IOException {
        Path gone = folder.resolveSibling("." + tag + GONE);
        move(gone);
        return new SnapshotFolder(gone);
    }

    void remove() throws IOException {
        FileTree.remove(folder);
        DurableFile.removeIfEmpty(Objects.requireNonNull(folder.getParent()));
    }

    StateFolder state() {
        return new StateFolder(folder.resolve("state"));
    }

    Path overlay(DiskName disk) {
        return folder.resolve("overlays").resolve(disk + ".qcow2");
    }

    Path disk(DiskName disk) {
        return folder.resolve("disks").resolve(disk + ".raw");
    }

    Path variables() {
        return folder.resolve("variables.fd");
    }

    private void move(Path to) throws IOException {
        Files.move(folder, to, StandardCopyOption.ATOMIC_MOVE);
        PosixFiles.sync(to.resolveSibling("."));
    }

    private static Reading<Description> description(Node node, VmId vm) {
        Node.Mapping mapping = node instanceof Node.Mapping all ? all : Node.mapping();
        return VmDocument.read(mapping.find("vm").orElse(node), vm)
                .map(
                        of ->
                                new Description(
                                        new Snapshot(
                                                new SnapshotName(text(mapping, "name")),
                                                instant(text(mapping, "taken")),
                                                of,
                                                Snapshot.Memory.valueOf(
                                                        text(mapping, "memory")
                                                                .toUpperCase(Locale.ROOT))),
                                        text(mapping, "tag")));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static String text(Node.Mapping mapping, String key) {
        return mapping.find(key).orElse(mapping) instanceof Node.Text(var text, _) ? text : "";
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.sorted().toList());
        }
    }
}
