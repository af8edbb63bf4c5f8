package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import oxt.host.measured.DigestsKept;

/** What the kernel, the account files and the run folder of this machine say. */
public final class HostFileFuzz {
    private HostFileFuzz() {}

    /** The same bytes as each of the files. */
    public static void file(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Object _ = HostMemory.parse(text);
        Object _ = ProcessIdentity.parseStat(text);
        Object _ = Cgroups.mountPoint(text);
        Object _ = Cgroups.ownPath(text);
        DigestsKept.parse(text, "boot")
                .ifPresent(
                        digests ->
                                assertEquals(
                                        Optional.of(digests),
                                        DigestsKept.parse(
                                                DigestsKept.text("boot", digests), "boot")));
        Accounts.line(text, "oxt")
                .flatMap(Accounts::parseGroup)
                .ifPresent(group -> assertEquals("oxt", group.name()));
        Accounts.line(text, "oxt")
                .flatMap(Accounts::parseUser)
                .ifPresent(user -> assertEquals("oxt", user.name()));
    }
}
