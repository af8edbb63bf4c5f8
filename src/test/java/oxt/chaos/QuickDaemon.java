package oxt.chaos;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import oxt.daemon.DaemonProcess;
import oxt.daemon.SteppedDaemon;
import oxt.host.FileTree;

/**
 * The stepped daemon as a program that starts in a third of the processor time: from jars, which
 * Java's AOT cache needs, and with that cache. A hundred daemons and more are started here.
 */
final class QuickDaemon {
    private static final QuickDaemon THE_ONE = make();

    private final Path folder;
    private final String classPath;

    private QuickDaemon(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /** What runs a daemon that waits at this gate. */
    static DaemonProcess.Program program(Path gate) {
        return THE_ONE.program(gate, "-XX:AOTCache=" + THE_ONE.cache());
    }

    /** The daemon as it is. */
    static DaemonProcess.Program oxtd() {
        return new DaemonProcess.Program(
                "oxt.daemon.Main",
                List.of("-XX:AOTCache=" + THE_ONE.cache()),
                THE_ONE.classPath,
                Map.of());
    }

    private DaemonProcess.Program program(Path gate, String... cache) {
        List<String> options = new ArrayList<>(List.of(cache));
        options.add("-D" + SteppedDaemon.GATE + "=" + gate);
        return new DaemonProcess.Program(
                SteppedDaemon.class.getName(), options, classPath, Map.of());
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private static QuickDaemon make() {
        try {
            Path folder = Files.createTempDirectory(Path.of("/tmp"), "oxc");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileTree.remove(folder)));
            List<String> jars = new ArrayList<>();
            String own = System.getProperty("java.class.path");
            for (String entry : own.split(File.pathSeparator)) {
                Path path = Path.of(entry);
                jars.add(
                        Files.isDirectory(path)
                                ? jar(path, folder.resolve(jars.size() + ".jar")).toString()
                                : entry);
            }
            var quick = new QuickDaemon(folder, String.join(File.pathSeparator, jars));
            quick.train();
            return quick;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Java writes the cache when this daemon ends. */
    private void train() throws IOException, InterruptedException {
        Path gate = Files.createDirectories(folder.resolve("gate"));
        var program = program(gate, "-XX:AOTCacheOutput=" + cache());
        try (DaemonProcess daemon = DaemonProcess.begin(folder, program)) {
            daemon.terminate();
        }
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            // Read a hundred times and written once.
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
        return jar;
    }
}
