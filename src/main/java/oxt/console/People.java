package oxt.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import oxt.api.CallerRole;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Who may log in by password, and what they may do: a line each in a file of the console's own. */
final class People {
    /** As the daemon takes it for its audit log. */
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,31}");

    private static final int MOST = 1_000;

    private final Path file;
    private final Map<String, Person> people = new TreeMap<>();

    record Person(String name, CallerRole role, Password password) {}

    private People(Path file) {
        this.file = file;
    }

    static People open(Path file) {
        People people = new People(file);
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    Person person = read(line).orElseThrow(() -> unreadable(file));
                    people.people.put(person.name(), person);
                }
            }
        } catch (IOException _) {
            throw unreadable(file);
        }
        return people;
    }

    synchronized boolean isEmpty() {
        return people.isEmpty();
    }

    synchronized List<Person> all() {
        return List.copyOf(people.values());
    }

    synchronized Optional<Person> find(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** A new one, or one with another password and role. */
    synchronized void put(Person person) {
        if (people.size() >= MOST && !people.containsKey(person.name())) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "too-many-people",
                            "The console knows " + MOST + " people, and no more.",
                            "Remove some: oxt console user remove NAME"));
        }
        Optional<Person> before = Optional.ofNullable(people.put(person.name(), person));
        try {
            write();
        } catch (ProblemException notWritten) {
            people.remove(person.name());
            before.ifPresent(each -> people.put(each.name(), each));
            throw notWritten;
        }
    }

    synchronized void remove(String name) {
        if (people.remove(name) == null) {
            throw new ProblemException(
                    new Problem.Missing(
                            "no-such-person",
                            "The console knows nobody of that name.",
                            "See whom it knows: oxt console user list"));
        }
        write();
    }

    private void write() {
        StringBuilder text = new StringBuilder();
        for (Person each : people.values()) {
            Password password = each.password();
            text.append(each.name()).append(' ').append(each.role().word());
            text.append(' ').append(password.rounds()).append(' ').append(password.salt());
            text.append(' ').append(password.hash()).append('\n');
        }
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(written);
            Files.createFile(
                    written,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.write(
                    written,
                    text.toString().getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.SYNC);
            Files.move(
                    written,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "people-not-written",
                            "The file of people, " + file + ", cannot be written.",
                            "Look at its folder: ls -ld " + file.getParent()),
                    e);
        }
    }

    private static Optional<Person> read(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 5 || !NAME.matcher(words[0]).matches()) {
            return Optional.empty();
        }
        return CallerRole.ofPerson(words[1])
                .flatMap(
                        role ->
                                Password.read(words[2], words[3], words[4])
                                        .map(password -> new Person(words[0], role, password)));
    }

    private static ProblemException unreadable(Path file) {
        return new ProblemException(
                new Problem.Failed(
                        "people-not-readable",
                        "The file of people, " + file + ", is not as the console writes it.",
                        "Put back a copy of it, or move it away and add everybody anew."));
    }
}
