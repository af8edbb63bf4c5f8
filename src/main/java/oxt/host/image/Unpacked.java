package oxt.host.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Packages, unpacked over each other into one folder. Nothing of theirs has been run. */
final class Unpacked {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;

    private Unpacked(Path folder) {
        this.folder = folder;
    }

    static Unpacked into(Path folder, List<Path> packages)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (Path file : packages) {
            String deb = NeededProgram.DPKG_DEB.name();
            new Program(List.of(deb, "-x", file.toString(), "."), folder, PATIENCE).run();
        }
        return new Unpacked(folder);
    }

    Path folder() {
        return folder;
    }

    /** The first of some paths that is there: Debian moves files from /bin to /usr/bin. */
    Path file(String... paths) {
        for (String path : paths) {
            if (Files.exists(folder.resolve(path))) {
                return folder.resolve(path);
            }
        }
        throw new ProblemException(
                new Problem.Failed(
                        "package-changed",
                        "No Debian package here has " + String.join(" or ", paths) + ".",
                        "Report this with the output of: cat /etc/os-release"));
    }

    Path busybox() {
        return file("bin/busybox", "usr/bin/busybox");
    }

    /** The shared libraries, by the name that programs ask for. */
    Map<String, Path> libraries() throws IOException {
        var libraries = new HashMap<String, Path>();
        for (String place : List.of("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu")) {
            if (Files.isDirectory(folder.resolve(place))) {
                for (Path file : inside(folder.resolve(place))) {
                    libraries.put(file.getFileName().toString(), file);
                }
            }
        }
        return libraries;
    }

    /** The one kernel of these packages: its file below /boot. */
    Path kernel() throws IOException {
        return inside(file("boot")).stream()
                .filter(file -> file.getFileName().toString().startsWith("vmlinuz-"))
                .findFirst()
                .orElseGet(() -> file("boot/vmlinuz"));
    }

    KernelModules modules() throws IOException {
        Path all = file("usr/lib/modules", "lib/modules");
        return KernelModules.in(inside(all).getFirst(), this::decompressed);
    }

    private byte[] decompressed(Path file) throws IOException, InterruptedException {
        String name = file.toString();
        if (!name.endsWith(".xz")) {
            return Files.readAllBytes(file);
        }
        // Debian 13 compresses modules, and the guest has no use for that: it would only take time.
        new Program(List.of(busybox().toString(), "unxz", name), folder, PATIENCE).run();
        return Files.readAllBytes(Path.of(name.substring(0, name.length() - 3)));
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
