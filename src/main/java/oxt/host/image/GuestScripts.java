package oxt.host.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import oxt.host.image.Cpio.Access;

/** The files in a guest that are ours: resources below {@code oxt/guest}. */
final class GuestScripts {
    private static final List<Script> COMMON =
            List.of(
                    new Script("common/init", "init", Access.RUNNABLE),
                    new Script("common/inittab", "etc/inittab", Access.READABLE),
                    new Script("common/profile", "etc/profile", Access.READABLE),
                    new Script("common/passwd", "etc/passwd", Access.READABLE),
                    new Script("common/group", "etc/group", Access.READABLE),
                    new Script("common/stop", "etc/oxt/stop", Access.RUNNABLE),
                    new Script("common/dhcp", "etc/oxt/dhcp", Access.RUNNABLE),
                    // acpid looks for the event's name below /etc/acpi.
                    new Script("common/power-button", "etc/acpi/PWRF/00000080", Access.RUNNABLE));

    private static final List<Script> MINIMAL =
            List.of(
                    new Script("minimal/start", "etc/oxt/start", Access.RUNNABLE),
                    new Script("minimal/nics", "etc/oxt/nics", Access.RUNNABLE),
                    new Script("common/agent", "etc/oxt/agent", Access.RUNNABLE));

    private static final List<Script> NETWORK =
            List.of(
                    new Script("network/start", "etc/oxt/start", Access.RUNNABLE),
                    new Script("network/agent", "etc/oxt/agent", Access.RUNNABLE),
                    new Script("network/apply", "etc/oxt/apply", Access.RUNNABLE),
                    new Script("network/slot", "etc/oxt/slot", Access.RUNNABLE),
                    new Script("network/closed.nft", "etc/oxt/closed.nft", Access.READABLE));

    private static final List<Script> STORAGE =
            List.of(
                    new Script("storage/start", "etc/oxt/start", Access.RUNNABLE),
                    new Script("storage/serve", "etc/oxt/serve", Access.RUNNABLE),
                    new Script("storage/trust.conf", "etc/modprobe.d/oxt.conf", Access.READABLE));

    /** The rest of it is on its disk. */
    private static final List<Script> DEBIAN =
            List.of(new Script("debian/init", "init", Access.RUNNABLE));

    private GuestScripts() {}

    private record Script(String resource, String path, Access access) {}

    static void addTo(Cpio cpio, Recipe recipe) throws IOException {
        switch (recipe) {
            case MINIMAL -> {
                add(cpio, COMMON);
                add(cpio, MINIMAL);
                cpio.file("etc/oxt/freshen", Access.RUNNABLE, FreshenProgram.bytes());
                cpio.file("etc/oxt/pump", Access.RUNNABLE, PumpProgram.bytes());
            }
            case NETWORK, NETWORK_HARDWARE -> {
                add(cpio, COMMON);
                add(cpio, NETWORK);
            }
            case STORAGE -> {
                add(cpio, COMMON);
                add(cpio, STORAGE);
            }
            case DEBIAN -> add(cpio, DEBIAN);
        }
    }

    private static void add(Cpio cpio, List<Script> scripts) throws IOException {
        for (Script script : scripts) {
            cpio.file(script.path, script.access, content(script.resource));
        }
    }

    static byte[] content(String resource) throws IOException {
        try (InputStream in = GuestScripts.class.getResourceAsStream("/oxt/guest/" + resource)) {
            if (in == null) {
                throw new AssertionError("not in this build: " + resource);
            }
            return in.readAllBytes();
        }
    }
}
