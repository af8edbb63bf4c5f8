package oxt.daemon.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import oxt.host.Accounts;

/** Whose the API's socket is: the daemon's, and the group oxt's where there is one. */
final class SocketOwner {
    private SocketOwner() {}

    static void give(Path socket) throws IOException {
        Optional<Accounts.Group> group = Accounts.group(Gate.GROUP);
        boolean isRoot = Accounts.ownUserId() == 0;
        if (group.isPresent() && isRoot) {
            Files.setAttribute(socket, "unix:gid", group.get().groupId());
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        } else {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
