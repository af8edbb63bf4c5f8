package oxt.host.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * The archive this machine's apt knows, read as a plain user and without installing anything.
 *
 * <p>apt works here with a state of its own in which no package is installed, so that what it
 * computes does not depend on the machine. The machine's package lists are used where they are
 * enough, and lists of our own are fetched where they are not.
 */
final class DebianArchive {
    private static final Duration COMPUTING = Duration.ofMinutes(2);
    private static final Duration DOWNLOADING = Duration.ofMinutes(15);

    private final Path folder;
    private final BuildProgress progress;

    DebianArchive(Path folder, BuildProgress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** The packages and all that they depend on, in apt's order. */
    List<DebianPackage> closure(Collection<String> names) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("packages"));
        Files.createDirectories(folder.resolve("apt/archives/partial"));
        Path nothingInstalled = folder.resolve("apt/status");
        if (!Files.exists(nothingInstalled)) {
            Files.createFile(nothingInstalled);
        }
        List<String> command =
                apt("-qq", "install", "-y", "--no-install-recommends", "--print-uris");
        command.addAll(names);
        String uris = new Program(command, folder, COMPUTING).run();
        return uris.lines().flatMap(line -> DebianPackage.parse(line).stream()).toList();
    }

    /** Where the packages' files are; those that are not there yet are downloaded, and checked. */
    List<Path> fetch(List<DebianPackage> packages) throws IOException, InterruptedException {
        var absent = new ArrayList<DebianPackage>();
        for (DebianPackage wanted : packages) {
            if (!isWhole(wanted)) {
                absent.add(wanted);
            }
        }
        if (!absent.isEmpty()) {
            progress.begins("downloading " + absent.size() + " packages");
            download(absent);
        }
        return packages.stream().map(this::file).toList();
    }

    private void download(List<DebianPackage> absent) throws IOException, InterruptedException {
        List<String> command = apt("-qq", "download");
        for (DebianPackage wanted : absent) {
            Files.deleteIfExists(file(wanted));
            command.add(wanted.name() + "=" + wanted.version());
        }
        new Program(command, folder.resolve("packages"), DOWNLOADING).run();
        for (DebianPackage wanted : absent) {
            if (!isWhole(wanted)) {
                throw new ProblemException(
                        new Problem.Failed(
                                "package-not-downloaded",
                                "Package " + wanted + " did not arrive whole.",
                                "Run: sudo apt-get update, then build the image again."));
            }
        }
    }

    /** Where the packages come from, as a guest's own apt may be told; never with a password. */
    String sources() throws InterruptedException {
        List<String> command = apt("indextargets", "--format", "$(SITE) $(RELEASE) $(COMPONENT)");
        command.add("Created-By: Packages");
        TreeSet<String> lines = new TreeSet<>();
        for (String line : new Program(command, folder, COMPUTING).run().lines().toList()) {
            if (line.startsWith("http") && !line.contains("@")) {
                lines.add("deb " + line + "\n");
            }
        }
        return String.join("", lines);
    }

    /** What was computed before is to be computed again: the archive may have newer versions. */
    void fetchLists() throws IOException, InterruptedException {
        progress.begins("fetching Debian's package lists");
        Files.createDirectories(ownLists().resolve("partial"));
        new Program(apt("-qq", "update"), folder, DOWNLOADING).run();
    }

    private List<String> apt(String... arguments) {
        var command = new ArrayList<>(List.of(NeededProgram.APT_GET.name()));
        option(command, "Dir::State::status", folder.resolve("apt/status").toString());
        option(command, "Dir::Cache", folder.resolve("apt").toString());
        if (Files.isDirectory(ownLists())) {
            option(command, "Dir::State::lists", ownLists().toString());
        }
        // Some machines turn it off, and then apt reads its lists anew each time.
        option(command, "Dir::Cache::pkgcache", "pkgcache.bin");
        // As root apt would give up its rights, and then could not write to our folder.
        option(command, "APT::Sandbox::User", "root");
        option(command, "Debug::NoLocking", "1");
        option(command, "Acquire::ForceHash", "SHA256");
        command.addAll(List.of(arguments));
        return command;
    }

    private static void option(List<String> command, String name, String value) {
        command.add("-o");
        command.add(name + "=" + value);
    }

    private Path ownLists() {
        return folder.resolve("apt/lists");
    }

    private Path file(DebianPackage wanted) {
        return folder.resolve("packages").resolve(wanted.fileName());
    }

    private boolean isWhole(DebianPackage wanted) throws IOException {
        return Files.exists(file(wanted)) && FileDigest.of(file(wanted)).equals(wanted.digest());
    }
}
