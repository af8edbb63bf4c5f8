package oxt.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The systemd that outlives the daemon and its session: the machine's for root, their own for
 * others. It is spoken to by {@code busctl}.
 *
 * @param bus the socket on which it takes orders
 */
public record Systemd(Path busctl, Path bus, Whose whose) {
    private static final String PROGRAM = "usr/bin/busctl";
    private static final String MACHINE_BUS = "run/dbus/system_bus_socket";

    /** Longer than it takes to ask; it is another program, on a machine that may be busy. */
    private static final String PATIENCE = "10";

    /** For whom its units run. */
    public enum Whose {
        MACHINE,
        USER
    }

    /** Nothing where another program started this machine, or where nobody takes orders. */
    public static Optional<Systemd> find() {
        return find(Path.of("/"), Accounts.ownUserId(), System.getProperty("user.name"));
    }

    static Optional<Systemd> find(Path root, int user, String name) {
        // As sd_booted(3) looks.
        if (!Files.isDirectory(root.resolve("run/systemd/system"))) {
            return Optional.empty();
        }
        if (user == 0) {
            return reached(root, root.resolve(MACHINE_BUS), Whose.MACHINE);
        }
        // A user's own ends with their last session, and all its units with it, unless they linger.
        return Files.exists(root.resolve("var/lib/systemd/linger").resolve(name))
                ? reached(root, root.resolve("run/user/" + user + "/bus"), Whose.USER)
                : Optional.empty();
    }

    private static Optional<Systemd> reached(Path root, Path bus, Whose whose) {
        Path busctl = root.resolve(PROGRAM);
        return Files.isExecutable(busctl) && Files.exists(bus)
                ? Optional.of(new Systemd(busctl, bus, whose))
                : Optional.empty();
    }

    /** The command that has it put a process into a unit; see org.freedesktop.systemd1(5). */
    public List<String> command(TransientScope scope) {
        List<String> words = new ArrayList<>();
        words.add(busctl.toString());
        words.add("--address=unix:path=" + bus);
        words.add("--timeout=" + PATIENCE);
        words.addAll(
                List.of(
                        "call",
                        "org.freedesktop.systemd1",
                        "/org/freedesktop/systemd1",
                        "org.freedesktop.systemd1.Manager",
                        "StartTransientUnit",
                        "ssa(sv)a(sa(sv))",
                        scope.unit(),
                        "fail"));
        words.addAll(scope.properties(whose));
        words.add("0"); // no units beside it
        return List.copyOf(words);
    }
}
