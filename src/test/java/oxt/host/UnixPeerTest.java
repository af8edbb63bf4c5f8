package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ProblemException;

@Timeout(60)
final class UnixPeerTest {
    @TempDir private Path folder;

    @Test
    void the_kernel_says_who_is_at_the_other_end() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            try (SocketChannel _ = SocketChannel.open(address);
                    SocketChannel accepted = server.accept()) {
                UnixPeer peer = UnixPeer.of(accepted);

                assertEquals(Accounts.ownUserId(), peer.userId());
                assertEquals(peer.userId() == 0, peer.isRoot());
                assertTrue(peer.isMemberOf(peer.group()));
                assertFalse(peer.isMemberOf("no-such-group"));
            }
        }
    }

    @Test
    void another_user_is_seen_as_that_user_even_without_a_name() throws Exception {
        assumeTrue(Accounts.ownUserId() == 0, "only root becomes another user");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "needs perl");
        // Where another user may go.
        Path socket = Path.of("/tmp/oxt-test-" + ProcessHandle.current().pid() + ".sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            Process caller = callAs("1500000001", socket);
            try (SocketChannel accepted = server.accept()) {
                UnixPeer peer = UnixPeer.of(accepted);

                assertEquals(1_500_000_001, peer.userId());
                assertFalse(peer.isRoot());
                assertFalse(peer.isMemberOf("root"));
            }
            assertTrue(caller.waitFor(20, TimeUnit.SECONDS));
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    private static Process callAs(String user, Path socket) throws Exception {
        String program = "IO::Socket::UNIX->new('%s')->getline".formatted(socket);
        return new ProcessBuilder(
                        List.of(
                                "setpriv",
                                "--reuid=" + user,
                                "--regid=" + user,
                                "--clear-groups",
                                "/usr/bin/perl",
                                "-MIO::Socket::UNIX",
                                "-e",
                                program))
                .inheritIO()
                .start();
    }

    @Test
    void a_name_that_is_a_number_is_a_user_without_a_name() {
        assertEquals(
                new UnixPeer(1_500_000_001, "1500000001", "1500000001"),
                UnixPeer.of("1500000001", "1500000001"));
    }

    @Test
    void a_user_whom_nobody_knows_is_denied() {
        assertThrows(ProblemException.class, () -> UnixPeer.of("no-such-user", "root"));
        assertThrows(ProblemException.class, () -> UnixPeer.of("99999999999", "root"));
    }

    @Test
    void lines_of_the_account_files_are_read_as_the_manual_says() {
        assertEquals(
                Optional.of(new Accounts.User("alice", 1000, 1001)),
                Accounts.parseUser("alice:x:1000:1001:Alice,,,:/home/alice:/bin/bash"));
        assertEquals(
                Optional.of(new Accounts.Group("oxt", 998, List.of("alice", "bob"))),
                Accounts.parseGroup("oxt:x:998:alice,bob"));
        assertEquals(
                Optional.of(new Accounts.Group("oxt", 998, List.of())),
                Accounts.parseGroup("oxt:x:998:"));
        assertEquals(Optional.empty(), Accounts.parseUser("alice:x:many:1:::"));
        assertEquals(Optional.empty(), Accounts.parseGroup("+"));
    }

    @Test
    void the_line_of_a_name_is_not_that_of_a_longer_name() {
        assertEquals(Optional.of("oxt:x:2:"), Accounts.line("oxtd:x:1:\noxt:x:2:\n", "oxt"));
    }

    @Test
    void every_machine_knows_root() {
        assertEquals(0, Accounts.user("root").orElseThrow().userId());
        assertEquals(0, Accounts.group("root").orElseThrow().groupId());
    }
}
