package oxt.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the daemon listens: the one that was named, one's own, or the machine's. */
public final class SocketPath {
    private static final String NAME = "api.sock";

    private static final Path MACHINE = Path.of("/run/oxt", NAME);

    private static final Path CONSOLE = Path.of("/run/oxt-console/console.sock");

    private SocketPath() {}

    public static Path of(Map<String, String> environment) {
        String run = environment.get("OXT_RUN");
        if (run != null && !run.isEmpty()) {
            return Path.of(run, NAME);
        }
        Path own = own(environment);
        return own.equals(MACHINE) || Files.exists(own) || !Files.exists(MACHINE) ? own : MACHINE;
    }

    /** The console's own, beside the daemon's; a machine's console has a folder of its own. */
    public static Path ofConsole(Map<String, String> environment) {
        Path beside = of(environment).resolveSibling(CONSOLE.getFileName());
        return Files.exists(beside) || !Files.exists(CONSOLE) ? beside : CONSOLE;
    }

    private static Path own(Map<String, String> environment) {
        int user = user();
        if (user == 0) {
            return MACHINE;
        }
        String runtime = environment.get("XDG_RUNTIME_DIR");
        return runtime == null || runtime.isEmpty()
                ? Path.of("/tmp/oxt-" + user, NAME)
                : Path.of(runtime, "oxt", NAME);
    }

    private static int user() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException _) {
            return "root".equals(System.getProperty("user.name")) ? 0 : -1;
        }
    }
}
