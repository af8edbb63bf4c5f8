package oxt.daemon.http;

import java.nio.channels.SocketChannel;
import java.util.List;
import oxt.api.CallerRole;
import oxt.host.Accounts;
import oxt.host.UnixPeer;
import oxt.model.Problem;
import oxt.store.Caller;

/** Who may use the API: root, the daemon's own user, and the members of the group oxt. */
final class Gate {
    static final String GROUP = "oxt";

    private final int own = Accounts.ownUserId();

    /** Who is at the other end of a connection, whether they may come in, and what they may. */
    record Visitor(Caller caller, CallerRole role, List<Problem> denied) {}

    Visitor visitor(SocketChannel connection) {
        return visitor(UnixPeer.of(connection));
    }

    Visitor visitor(UnixPeer peer) {
        Caller caller = new Caller(peer.userId(), peer.user());
        boolean isOwner = peer.isRoot() || peer.userId() == own;
        return new Visitor(
                caller,
                isOwner ? CallerRole.OWN : CallerRole.ADMINISTER,
                isOwner ? List.of() : denied(peer));
    }

    private static List<Problem> denied(UnixPeer peer) {
        return peer.isMemberOf(GROUP)
                ? List.of()
                : List.of(
                        new Problem.Denied(
                                "caller-not-allowed",
                                "User " + peer.user() + " may not use the daemon.",
                                "Ask root to add the user to the group: adduser "
                                        + peer.user()
                                        + " "
                                        + GROUP));
    }
}
