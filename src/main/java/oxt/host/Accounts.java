package oxt.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The users and groups that this machine knows: its own files, then its directory service. */
public final class Accounts {
    private static final Path USERS = Path.of("/etc/passwd");
    private static final Path GROUPS = Path.of("/etc/group");

    /** A directory service far away may need so long; the local files are asked first. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Accounts() {}

    /** A user: {@code alice:x:1000:1000:Alice:/home/alice:/bin/bash}. */
    record User(String name, int userId, int groupId) {}

    /** A group: {@code oxt:x:998:alice,bob}. */
    public record Group(String name, int groupId, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    /** The user as whom this program runs. */
    public static int ownUserId() {
        Path self = Path.of("/proc/self");
        try {
            return (Integer) Files.getAttribute(self, "unix:uid");
        } catch (IOException cause) {
            throw FileProblems.of(self, cause);
        }
    }

    public static Optional<Group> group(String name) {
        return find(GROUPS, "group", name).flatMap(Accounts::parseGroup);
    }

    static Optional<User> user(String name) {
        return find(USERS, "passwd", name).flatMap(Accounts::parseUser);
    }

    private static Optional<String> find(Path file, String database, String name) {
        try {
            return line(Files.readString(file), name)
                    .or(() -> line(ask("getent", database, "--", name), name));
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }

    /** Pure; the line of a name in a file of colon-separated lines. */
    static Optional<String> line(String text, String name) {
        return text.lines().filter(line -> line.startsWith(name + ":")).findFirst();
    }

    /** Pure; passwd(5). */
    static Optional<User> parseUser(String line) {
        String[] fields = line.split(":", -1);
        return fields.length < 4
                ? Optional.empty()
                : number(fields[2])
                        .flatMap(
                                user ->
                                        number(fields[3])
                                                .map(group -> new User(fields[0], user, group)));
    }

    /** Pure; group(5). */
    static Optional<Group> parseGroup(String line) {
        String[] fields = line.split(":", -1);
        if (fields.length != 4) {
            return Optional.empty();
        }
        List<String> members = fields[3].isEmpty() ? List.of() : List.of(fields[3].split(","));
        return number(fields[2]).map(id -> new Group(fields[0], id, members));
    }

    /** Pure; the id that a text of digits is, where it fits; -1, "nobody", is none. */
    static Optional<Integer> number(String digits) {
        return Optional.of(digits)
                .filter(text -> text.matches("\\d{1,10}"))
                .map(Long::parseLong)
                .filter(number -> number <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    /** What a program says, or nothing where it is not there, says no or takes too long. */
    private static String ask(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
