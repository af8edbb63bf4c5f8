package oxt.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP ports on which processes listen (proc(5), net/tcp). */
final class OpenPorts {
    private static final String LISTENS = "0A";
    private static final int STATE = 3;
    private static final int INODE = 9;

    private OpenPorts() {}

    /** Lines of the kernel's tables for the listening sockets of processes that name the word. */
    static List<String> ofProcessesNaming(String word) throws IOException {
        List<String> open = new ArrayList<>();
        for (Path process : processes(word)) {
            Set<String> sockets = sockets(process);
            for (String table : List.of("net/tcp", "net/tcp6")) {
                for (String line : Files.readAllLines(process.resolve(table))) {
                    String[] fields = line.strip().split(" +");
                    if (fields.length > INODE
                            && fields[STATE].equals(LISTENS)
                            && sockets.contains("socket:[" + fields[INODE] + "]")) {
                        open.add(line);
                    }
                }
            }
        }
        return open;
    }

    static List<Path> processes(String word) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .filter(entry -> commandLine(entry).contains(word))
                    .toList();
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    private static Set<String> sockets(Path process) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            for (Path file : files.toList()) {
                sockets.add(Files.readSymbolicLink(file).toString());
            }
        }
        return sockets;
    }
}
