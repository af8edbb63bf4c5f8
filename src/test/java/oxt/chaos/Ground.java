package oxt.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import oxt.daemon.DaemonProcess;

/** What the VMs of a {@link World} stand on: an engine's, with guests that are small on it. */
interface Ground {
    /** What runs a daemon that waits at this gate. */
    DaemonProcess.Program daemon(Path gate);

    /** Among the images of a state folder: {@value SmallGuest#IMAGE}, and what else is needed. */
    void putImages(Path state) throws IOException;

    /** The document of the driver domain {@value World#NET}. */
    String driverDomain();

    /** Whether that one, which was started, can be used. */
    boolean isServing(World world);

    /** What a guest writes on its console when it lives. */
    String life();

    /** Everything that is there because of VMs, in a stable order. */
    List<String> belongings(Path folder);

    /** Whether nothing that {@link #belongings} lists is on its way out by itself. */
    boolean isSettled();

    /** Ends what still runs there, without asking its daemon, which is gone. */
    void clear(Path folder);

    /** For one thing to come true, on a machine that others use fully. */
    Duration patience();
}
