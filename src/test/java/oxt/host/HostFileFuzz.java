package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

/** What the kernel and the account files of this machine say. */
public final class HostFileFuzz {
    private HostFileFuzz() {}

    /** The same bytes as each of the files. */
    public static void file(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Object _ = HostMemory.parse(text);
        Object _ = ProcessIdentity.parseStat(text);
        Object _ = Cgroups.mountPoint(text);
        Object _ = Cgroups.ownPath(text);
        Accounts.line(text, "oxt")
                .flatMap(Accounts::parseGroup)
                .ifPresent(group -> assertEquals("oxt", group.name()));
        Accounts.line(text, "oxt")
                .flatMap(Accounts::parseUser)
                .ifPresent(user -> assertEquals("oxt", user.name()));
    }
}
