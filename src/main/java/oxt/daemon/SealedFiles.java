package oxt.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import oxt.api.SealedDocument;
import oxt.host.FileProblems;
import oxt.host.PosixFiles;
import oxt.model.Names;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Where sealed secrets are kept: a file each, whole or not there, whatever happens. */
record SealedFiles(Path folder) {
    private static final String ENDING = ".json";
    private static final String ONLY_OURS = "rw-------";

    /** By name. */
    List<SealedDocument> all() {
        List<SealedDocument> documents = new ArrayList<>();
        for (String name : names()) {
            documents.add(read(name));
        }
        return documents;
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .filter(Names::isName)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException cause) {
            throw FileProblems.of(folder, cause);
        }
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    SealedDocument read(String name) {
        Path file = file(name);
        try {
            return SealedDocument.read(Files.readString(file), file.toString()).orThrow();
        } catch (NoSuchFileException _) {
            throw new ProblemException(
                    new Problem.Missing(
                            "no-such-secret",
                            "Nothing is sealed by the name " + name + ".",
                            "See what is: oxt launch list"));
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }

    /** On the disk when it returns. */
    void write(SealedDocument document) {
        PosixFiles.makeFolder(folder, "rwx------");
        PosixFiles.replace(file(document.name()), document.written(), ONLY_OURS);
        PosixFiles.sync(folder.resolveSibling("."));
    }

    void remove(String name) {
        PosixFiles.remove(file(name));
        PosixFiles.sync(folder);
    }

    private Path file(String name) {
        return folder.resolve(name + ENDING);
    }
}
