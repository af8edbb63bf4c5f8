package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import oxt.engine.EngineException;
import oxt.engine.files.LaunchFile;
import oxt.engine.files.LinkSide;
import oxt.engine.files.StateFolder;
import oxt.host.FileTree;
import oxt.host.ProcessIdentity;
import oxt.model.VmId;

/** What an earlier daemon, or whoever has its rights, left in the folders of runs. */
public final class RunFileFuzz {
    private static final VmId ID = new VmId(new UUID(1, 2));

    private RunFileFuzz() {}

    /** The same bytes as each of the files. */
    public static void file(byte[] bytes) throws IOException {
        Path folder = Files.createTempDirectory("oxt");
        try {
            Path launch = Files.write(folder.resolve("launch.json"), bytes);
            attempt("launch-unreadable", () -> LaunchFile.read(launch, ID));
            attempt("launch-unreadable", () -> writtenAgain(launch));
            Files.write(folder.resolve("saved.json"), bytes);
            attempt(
                    "saved-state-damaged",
                    () -> new StateFolder(folder).read(ID, node -> Launch.read(node, ID)));
        } finally {
            FileTree.remove(folder);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        ProcessIdentity.parse(text)
                .ifPresent(
                        process ->
                                assertEquals(
                                        process,
                                        ProcessIdentity.parse(process.toString()).orElseThrow()));
        LinkSide.parse(text).ifPresent(side -> assertEquals(text, side.toString()));
    }

    private static Object writtenAgain(Path file) throws IOException, EngineException {
        Launch launch = Launch.read(file, ID);
        launch.write(file);
        assertEquals(launch, Launch.read(file, ID));
        return launch;
    }

    private interface Reader {
        Object read() throws IOException, EngineException;
    }

    /** It is read, or refused by that name. */
    private static void attempt(String code, Reader reader) throws IOException {
        try {
            Object _ = reader.read();
        } catch (EngineException refused) {
            assertEquals(code, refused.problem().code());
        }
    }
}
