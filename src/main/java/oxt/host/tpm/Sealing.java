package oxt.host.tpm;

import java.util.List;
import java.util.Set;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.trust.PcrBank;
import oxt.trust.tpm.Authorization;
import oxt.trust.tpm.Authorization.Use;
import oxt.trust.tpm.CounterCommands;
import oxt.trust.tpm.CounterCommands.Counter;
import oxt.trust.tpm.Entity;
import oxt.trust.tpm.ObjectCommands;
import oxt.trust.tpm.ObjectCommands.Created;
import oxt.trust.tpm.ObjectCommands.Primary;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.PolicyCommands;
import oxt.trust.tpm.Sealed;
import oxt.trust.tpm.Secret;
import oxt.trust.tpm.Templates;
import oxt.trust.tpm.TpmAnswer;
import oxt.trust.tpm.TpmRefusal;
import oxt.trust.tpm.TpmSession;

/**
 * Secrets put under a TPM and taken out again.
 *
 * <p>What was sealed before the last time opens no more: its counter has gone on. The order keeps a
 * crash harmless: {@link #seal}, put it on the disk, {@link #settle}; until the last the old one
 * opens, and whoever finds the new one on the disk settles it.
 */
public final class Sealing {
    /** Of ours, above those that the TCG gave names to. */
    private static final long FIRST_COUNTER = CounterCommands.FIRST + 0x6F00;

    private static final int MOST_COUNTERS = 256;

    private Sealing() {}

    /** What became of opening one. */
    public sealed interface Opening {
        record Opened(Secret secret) implements Opening {}

        /** The registers are of none of the boots. */
        record OtherBoot() implements Opening {}

        /** It is an older copy: something was sealed after it. */
        record Superseded(long count, long counted) implements Opening {}
    }

    /** A counter that nobody has, made and counted once. */
    public static long newCounter(Tpm tpm) {
        for (long handle = FIRST_COUNTER; handle < FIRST_COUNTER + MOST_COUNTERS; handle++) {
            switch (tpm.attempt(
                    new CounterCommands.DefineCounter(handle), Authorization.NO_PASSWORD)) {
                case TpmAnswer.Done<?> _ -> {
                    tpm.ask(
                            new CounterCommands.Increment(
                                    new Counter(handle, Counter.Written.NO).entity()),
                            Authorization.NO_PASSWORD);
                    return handle;
                }
                case TpmAnswer.Refused<?>(var refusal) -> {
                    if (refusal.reason() != TpmRefusal.Reason.TAKEN) {
                        throw new ProblemException(refusal.problem());
                    }
                }
            }
        }
        throw new ProblemException(
                new Problem.Conflict(
                        "tpm-counters-taken",
                        "All " + MOST_COUNTERS + " of oxt's counters in the TPM are taken.",
                        "Remove sealed secrets: oxt launch list"));
    }

    public static void removeCounter(Tpm tpm, long handle) {
        tpm.attempt(new CounterCommands.Undefine(counter(handle)), Authorization.NO_PASSWORD);
    }

    /**
     * @param boots registers of each boot that may open it
     * @param secret at most 128 bytes
     */
    public static Sealed seal(Tpm tpm, Secret secret, List<PcrBank> boots, long counter) {
        Primary parent = TpmSessions.storageKey(tpm);
        PcrSelection selection =
                PcrSelection.of(boots.getFirst().algorithm(), boots.getFirst().values().keySet());
        long count = count(tpm, counter) + 1;
        TpmSession session = TpmSessions.salted(tpm, parent, TpmSession.Kind.HMAC);
        Created object =
                tpm.ask(
                        new ObjectCommands.Create(
                                parent.entity(),
                                Templates.kept(
                                        Sealed.policy(selection, boots, counter(counter), count)),
                                secret),
                        session.authorizes(
                                Secret.NONE, tpm.nonce(), Set.of(Use.DECRYPT, Use.CONTINUE)));
        tpm.flush(session.handle());
        tpm.flush(parent.entity().handle());
        return new Sealed(object, parent.area().name(), selection, boots, counter, count);
    }

    /** From now on this one opens and none before it; nothing happens the second time. */
    public static void settle(Tpm tpm, Sealed sealed) {
        if (count(tpm, sealed.counter()) == sealed.count() - 1) {
            tpm.ask(
                    new CounterCommands.Increment(counter(sealed.counter())),
                    Authorization.NO_PASSWORD);
        }
    }

    public static Opening open(Tpm tpm, Sealed sealed) {
        settle(tpm, sealed);
        long counted = count(tpm, sealed.counter());
        if (counted != sealed.count()) {
            return new Opening.Superseded(sealed.count(), counted);
        }
        Primary parent = TpmSessions.storageKey(tpm);
        if (!parent.area().name().equals(sealed.storageKey())) {
            // Also what somebody between here and the TPM would give, to read along.
            throw new ProblemException(
                    new TpmRefusal("TPM2_CreatePrimary", TpmRefusal.OTHER_KEY).problem());
        }
        Entity object =
                tpm.ask(
                        new ObjectCommands.Load(parent.entity(), sealed.object()),
                        Authorization.NO_PASSWORD);
        TpmSession session = TpmSessions.salted(tpm, parent, TpmSession.Kind.POLICY);
        tpm.flush(parent.entity().handle());
        tpm.ask(new PolicyCommands.PolicyPcr(session, sealed.selection()));
        if (sealed.boots().size() > 1 && !isOneOf(tpm, session, sealed)) {
            return new Opening.OtherBoot();
        }
        tpm.ask(
                new PolicyCommands.PolicyNv(session, counter(sealed.counter()), sealed.count()),
                Authorization.NO_PASSWORD);
        var answer =
                tpm.attempt(
                        new ObjectCommands.Unseal(object),
                        session.authorizes(Secret.NONE, tpm.nonce(), Set.of(Use.ENCRYPT)));
        return switch (answer) {
            case TpmAnswer.Done<Secret>(var secret, _) -> new Opening.Opened(secret);
            case TpmAnswer.Refused<Secret>(var refusal) -> {
                if (refusal.reason() == TpmRefusal.Reason.POLICY) {
                    yield new Opening.OtherBoot();
                }
                throw new ProblemException(refusal.problem());
            }
        };
    }

    /** The TPM calls a policy that is none of these a wrong value. */
    private static boolean isOneOf(Tpm tpm, TpmSession session, Sealed sealed) {
        return tpm.attempt(new PolicyCommands.PolicyOr(session, sealed.branches()))
                instanceof TpmAnswer.Done<?>;
    }

    private static long count(Tpm tpm, long handle) {
        return tpm.ask(new CounterCommands.ReadCounter(counter(handle)), Authorization.NO_PASSWORD);
    }

    private static Entity counter(long handle) {
        return new Counter(handle, Counter.Written.YES).entity();
    }
}
