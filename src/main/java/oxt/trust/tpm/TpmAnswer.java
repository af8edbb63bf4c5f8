package oxt.trust.tpm;

import java.util.List;

/** What a TPM said to a command. */
public sealed interface TpmAnswer<A> {

    /**
     * @param sessions as they are after the command, in the order of its authorizations
     */
    record Done<A>(A value, List<TpmSession> sessions) implements TpmAnswer<A> {
        public Done {
            sessions = List.copyOf(sessions);
        }
    }

    record Refused<A>(TpmRefusal refusal) implements TpmAnswer<A> {}
}
