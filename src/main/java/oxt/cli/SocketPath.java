package oxt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the daemon listens: the one that was named, one's own, or the machine's. */
final class SocketPath {
    private static final String NAME = "api.sock";

    private static final Path MACHINE = Path.of("/run/oxt", NAME);

    private SocketPath() {}

    static Path of(Map<String, String> environment) {
        String run = environment.get("OXT_RUN");
        if (run != null && !run.isEmpty()) {
            return Path.of(run, NAME);
        }
        Path own = own(environment);
        return own.equals(MACHINE) || Files.exists(own) || !Files.exists(MACHINE) ? own : MACHINE;
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
