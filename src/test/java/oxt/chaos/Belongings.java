package oxt.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import oxt.daemon.DaemonProcess;

/** What is on the host because of the VMs of one daemon: processes, files, links. */
final class Belongings {
    /** Logs stay for a look at what happened, and the store is the daemon's own. */
    private static final List<String> PLACES =
            List.of("run/vms", "run/links", "state/vms", "state/templates");

    private Belongings() {}

    /** A line each, in a stable order; of a link also where it leads. */
    static List<String> in(Path folder) {
        TreeSet<String> all = new TreeSet<>(files(folder));
        for (String vm : List.of(World.NET, World.VM)) {
            machine(folder, vm).ifPresent(_ -> all.add("process of " + vm));
        }
        all.add("processes: " + DaemonProcess.machines(folder).size());
        return List.copyOf(all);
    }

    /** Those that any engine makes. */
    static List<String> files(Path folder) {
        return PLACES.stream()
                .flatMap(place -> files(folder, folder.resolve(place)).stream())
                .toList();
    }

    /** The VM's process, where it has one. */
    static Optional<ProcessHandle> machine(Path folder, String vm) {
        return DaemonProcess.machines(folder).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(process -> isOf(process, vm))
                .findFirst();
    }

    /** The process of a VM that nobody defined, where there is one. */
    static Optional<ProcessHandle> passingMachine(Path folder) {
        return DaemonProcess.machines(folder).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(
                        process ->
                                process.info().commandLine().orElse("").contains("-uuid d15b05ab-"))
                .findFirst();
    }

    /** Files, logs among them, with this in their names, and processes with it in their words. */
    static List<String> named(Path folder, String part) {
        List<String> all = new ArrayList<>();
        for (String place : List.of("run", "state")) {
            files(folder, folder.resolve(place)).stream()
                    .filter(line -> line.contains(part))
                    .forEach(all::add);
        }
        passingMachine(folder).ifPresent(process -> all.add("process " + process.pid()));
        return all;
    }

    private static boolean isOf(ProcessHandle process, String vm) {
        return process.info().commandLine().orElse("").contains("guest=" + vm + ",");
    }

    /** What goes away while they are listed is not there, and hides nothing of the others. */
    private static List<String> files(Path folder, Path place) {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> entries = Files.list(place)) {
            entries.forEach(
                    entry -> {
                        lines.add(line(folder, entry));
                        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                            lines.addAll(files(folder, entry));
                        }
                    });
        } catch (NoSuchFileException _) {
            return lines;
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
        return lines;
    }

    private static String line(Path folder, Path file) {
        String name = folder.relativize(file).toString();
        try {
            if (Files.isSymbolicLink(file)) {
                return name + " -> " + folder.relativize(Files.readSymbolicLink(file));
            }
            return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? name + "/" : name;
        } catch (IOException | IllegalArgumentException movedMeanwhile) {
            return name + " moving";
        }
    }
}
