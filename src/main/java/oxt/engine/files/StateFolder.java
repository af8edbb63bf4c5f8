package oxt.engine.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import java.util.zip.CRC32C;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.engine.EngineException;
import oxt.host.FileTree;
import oxt.host.PosixFiles;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.VmId;

/**
 * The memory and the devices of one machine as they were at one moment, in a folder that is there
 * as a whole or not at all.
 *
 * <p>What is written grows beside it, in {@code NAME.part}, and is renamed when it is whole and on
 * the disk. What is removed is first renamed, to {@code NAME.gone}. So a crash leaves at most one
 * of those two, which nobody takes for a state.
 */
public record StateFolder(Path folder) {
    private static final String MEMORY = "memory";
    private static final String DESCRIPTION = "saved.json";
    private static final int CHUNK = 1 << 20;

    /** How many bytes there are, and their CRC-32C. */
    public record Sum(long size, long checksum) {}

    /**
     * What is there besides the memory itself.
     *
     * @param launch what the machine was, as its engine writes it
     */
    public record Description<T>(T launch, Sum memory) {}

    public Path memory() {
        return folder.resolve(MEMORY);
    }

    public boolean isThere() {
        return Files.isDirectory(folder);
    }

    /** An empty folder for a state that is about to be written, and the file for its memory. */
    public Path begin() throws IOException {
        FileTree.remove(part());
        Files.createDirectory(part());
        VmUsers.mode(part(), "rwx------");
        return part().resolve(MEMORY);
    }

    /** The memory is on the disk; from when this returns so is the state. */
    public void finish(Description<? extends Node> description) throws IOException {
        Node document =
                Node.mapping(
                        Node.entry("size", Node.number(description.memory().size())),
                        Node.entry("crc32c", Node.number(description.memory().checksum())),
                        Node.entry("launch", description.launch()));
        PosixFiles.replace(part().resolve(DESCRIPTION), Json.writePretty(document), "rw-------");
        PosixFiles.sync(part());
        Files.move(part(), folder, StandardCopyOption.ATOMIC_MOVE);
        PosixFiles.sync(folder.resolveSibling("."));
    }

    /** The same state in this folder too; its memory, which nobody changes, is there once. */
    public void copy(StateFolder other) throws IOException {
        Path memory = begin();
        Files.createLink(memory, other.memory());
        Files.copy(other.folder.resolve(DESCRIPTION), part().resolve(DESCRIPTION));
        PosixFiles.sync(part().resolve(DESCRIPTION));
        PosixFiles.sync(part());
        Files.move(part(), folder, StandardCopyOption.ATOMIC_MOVE);
        PosixFiles.sync(folder.resolveSibling("."));
    }

    public <T> Description<T> read(VmId vm, Function<Node, Reading<T>> reader)
            throws IOException, EngineException {
        String text =
                DurableFile.read(folder.resolve(DESCRIPTION), Bounds.DOCUMENT.characters())
                        .orElse("");
        Reading<Description<T>> reading =
                Json.read(text, Bounds.DOCUMENT).then(node -> description(node, reader));
        return switch (reading) {
            case Reading.Good<Description<T>>(var description) -> description;
            case Reading.Bad<Description<T>> _ ->
                    throw unreadable(vm, "its description makes no sense");
        };
    }

    /** Fails where the memory is not, byte for byte, what was written. */
    public void verify(VmId vm, Sum written) throws IOException, EngineException {
        if (!sum(memory()).equals(written)) {
            throw unreadable(vm, "its memory is not what was written");
        }
    }

    /** Nothing can go on from it when this returns. Also takes away what is only half there. */
    public void remove() throws IOException {
        if (isThere()) {
            FileTree.remove(gone());
            Files.move(folder, gone(), StandardCopyOption.ATOMIC_MOVE);
            PosixFiles.sync(folder.resolveSibling("."));
        }
        sweep();
    }

    /** Takes away what a daemon left that was killed while it wrote or removed a state. */
    public void sweep() {
        FileTree.remove(part());
        FileTree.remove(gone());
    }

    public static Sum sum(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        long size = 0;
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel bytes = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.read(chunk.clear()) >= 0) {
                size += chunk.flip().remaining();
                checksum.update(chunk);
            }
        }
        return new Sum(size, checksum.getValue());
    }

    private static <T> Reading<Description<T>> description(
            Node node, Function<Node, Reading<T>> reader) {
        if (node instanceof Node.Mapping mapping
                && mapping.find("size").orElse(node) instanceof Node.Number size
                && mapping.find("crc32c").orElse(node) instanceof Node.Number checksum
                && size.exactLong().isPresent()
                && checksum.exactLong().isPresent()) {
            Sum sum = new Sum(size.exactLong().get(), checksum.exactLong().get());
            return reader.apply(mapping.find("launch").orElse(node))
                    .map(launch -> new Description<>(launch, sum));
        }
        return reader.apply(node).map(launch -> new Description<>(launch, new Sum(0, 0)));
    }

    private EngineException unreadable(VmId vm, String why) {
        return new EngineException(
                new Problem.Failed(
                        "saved-state-damaged",
                        "The saved state of VM "
                                + vm
                                + " in "
                                + folder
                                + " is damaged: "
                                + why
                                + ".",
                        "Drop it, and start the VM anew: oxt vm discard NAME"));
    }

    private Path part() {
        return folder.resolveSibling(folder.getFileName() + ".part");
    }

    private Path gone() {
        return folder.resolveSibling(folder.getFileName() + ".gone");
    }
}
