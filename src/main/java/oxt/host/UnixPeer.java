package oxt.host;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Who opened the other end of a Unix socket, by the kernel's word (SO_PEERCRED).
 *
 * @param user the name, or the number in digits where the machine has no name for it
 * @param group the primary group, named likewise
 */
public record UnixPeer(int userId, String user, String group) {

    public static UnixPeer of(SocketChannel connection) {
        try {
            UnixDomainPrincipal peer = connection.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return of(peer.user().getName(), peer.group().getName());
        } catch (IOException cause) {
            throw new ProblemException(unknown("somebody"), cause);
        }
    }

    /** Java gives names only; a name that is a number is that of a user without one. */
    static UnixPeer of(String user, String group) {
        int userId =
                Accounts.user(user)
                        .map(Accounts.User::userId)
                        .or(() -> Accounts.number(user))
                        .orElseThrow(() -> new ProblemException(unknown(user)));
        return new UnixPeer(userId, user, group);
    }

    public boolean isRoot() {
        return userId == 0;
    }

    /** By its primary group or by the machine's list of that group's members. */
    public boolean isMemberOf(String wanted) {
        return group.equals(wanted)
                || Accounts.group(wanted)
                        .filter(found -> found.members().contains(user))
                        .isPresent();
    }

    private static Problem unknown(String user) {
        return new Problem.Denied(
                "caller-unknown",
                "The machine does not say which user " + user + " is.",
                "Call as a user that the command id knows.");
    }
}
