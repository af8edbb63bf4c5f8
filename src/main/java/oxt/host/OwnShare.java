package oxt.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of the processors this program gets where others want them too.
 *
 * <p>The kernel divides them among sessions first (sched(7), "The autogroup feature"), and each
 * VM's process is a session: beside twenty that start, the daemon had a twentieth, and who asked it
 * something waited half a second. It needs little, so what it is given it hardly takes.
 */
public final class OwnShare {
    private static final Path FILE = Path.of("/proc/self/autogroup");

    /** A weight of nine and a half other sessions. */
    private static final String NICENESS = "-10";

    private OwnShare() {}

    /** Where this user may, and the kernel divides like that; elsewhere all stays as it is. */
    public static void raise() {
        try {
            Files.writeString(FILE, NICENESS);
        } catch (IOException unchanged) {
            System.getLogger(OwnShare.class.getName())
                    .log(System.Logger.Level.DEBUG, "the share of processors", unchanged);
        }
    }
}
