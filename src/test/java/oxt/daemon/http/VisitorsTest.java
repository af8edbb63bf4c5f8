package oxt.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.api.CallerRole;
import oxt.host.Accounts;
import oxt.host.UnixPeer;
import oxt.model.Problem;

/** What those may who open the API's socket. */
class VisitorsTest {
    private final Gate gate = new Gate();

    @Test
    void root_and_the_daemons_own_user_may_what_is_the_hosts_own() {
        assertEquals(CallerRole.OWN, gate.visitor(new UnixPeer(0, "root", "root")).role());
        int own = Accounts.ownUserId();
        assertEquals(CallerRole.OWN, gate.visitor(new UnixPeer(own, "own", "own")).role());
    }

    @Test
    void a_member_of_the_group_administers_and_no_more() {
        Gate.Visitor member = gate.visitor(new UnixPeer(54_321, "ann", Gate.GROUP));
        assertEquals(List.of(), member.denied());
        assertEquals(CallerRole.ADMINISTER, member.role());
    }

    @Test
    void a_stranger_is_denied_everything() {
        assertEquals(
                List.of("caller-not-allowed"),
                gate.visitor(new UnixPeer(54_321, "ann", "users")).denied().stream()
                        .map(Problem::code)
                        .toList());
    }
}
