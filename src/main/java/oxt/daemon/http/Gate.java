package oxt.daemon.http;

import java.nio.channels.SocketChannel;
import java.util.List;
import oxt.host.Accounts;
import oxt.host.UnixPeer;
import oxt.model.Problem;
import oxt.store.Caller;

/** Who may use the API: root, the daemon's own user, and the members of the group oxt. */
final class Gate {
    static final String GROUP = "oxt";

    private final int own = Accounts.ownUserId();

    /** Who is at the other end of a connection, and whether they may come in. */
    record Visitor(Caller caller, List<Problem> denied) {}

    Visitor visitor(SocketChannel connection) {
        UnixPeer peer = UnixPeer.of(connection);
        Caller caller = new Caller(peer.userId(), peer.user());
        return new Visitor(caller, denied(peer));
    }

    private List<Problem> denied(UnixPeer peer) {
        boolean may = peer.isRoot() || peer.userId() == own || peer.isMemberOf(GROUP);
        return may
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
