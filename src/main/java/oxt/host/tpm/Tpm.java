package oxt.host.tpm;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import oxt.host.Deadline;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.Malformed;
import oxt.trust.tpm.Authorization;
import oxt.trust.tpm.Lockout;
import oxt.trust.tpm.SessionCommands.Flush;
import oxt.trust.tpm.TpmAnswer;
import oxt.trust.tpm.TpmCommand;
import oxt.trust.tpm.TpmFrame;
import oxt.trust.tpm.TpmRefusal;

/**
 * A TPM 2.0 for one undertaking, asked one thing at a time.
 *
 * <p>What is made in it (objects, sessions) is gone from it when this is closed, however the
 * undertaking went: a TPM has room for three objects.
 */
public final class Tpm implements AutoCloseable {
    /** Making an RSA key takes a slow TPM a minute; the kernel itself gives up after five. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int NONCE = 16;

    private final TpmTransport transport;
    private final ExecutorService asking =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tpm").factory());
    private final Set<Long> made = new LinkedHashSet<>();
    private final SecureRandom random = new SecureRandom();

    /** Nobody waits twice for a TPM that is gone. */
    private boolean lost;

    public Tpm(TpmTransport transport) {
        this.transport = transport;
    }

    /** What the TPM says; a no throws a {@link ProblemException} with its reason in words. */
    public <A> A ask(TpmCommand<A> command, Authorization... authorizations) {
        return switch (attempt(command, authorizations)) {
            case TpmAnswer.Done<A>(var value, _) -> value;
            case TpmAnswer.Refused<A>(var refusal) -> throw new ProblemException(problem(refusal));
        };
    }

    /** Where it is locked, the TPM says for how long. */
    private Problem problem(TpmRefusal refusal) {
        return refusal.reason() == TpmRefusal.Reason.LOCKED_OUT
                        && attempt(Lockout.question())
                                instanceof TpmAnswer.Done<SortedMap<Long, Long>>(var told, _)
                ? Lockout.of(told).problem()
                : refusal.problem();
    }

    /** What the TPM says, a no with it. */
    public <A> TpmAnswer<A> attempt(TpmCommand<A> command, Authorization... authorizations) {
        TpmFrame<A> frame = new TpmFrame<>(command, List.of(authorizations));
        Deadline deadline = Deadline.after(PATIENCE);
        try {
            return deadline.await(
                            () -> {
                                TpmAnswer<A> answer = read(frame, exchange(frame, deadline));
                                return isBusy(answer) ? Optional.empty() : Optional.of(answer);
                            })
                    .orElseThrow(() -> silent(command));
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    new Problem.Failed(
                            "tpm-broken-off",
                            "The talk with the TPM was broken off.",
                            "Ask again."),
                    cause);
        }
    }

    private static boolean isBusy(TpmAnswer<?> answer) {
        return answer instanceof TpmAnswer.Refused<?>(var refusal)
                && refusal.reason() == TpmRefusal.Reason.BUSY;
    }

    private <A> TpmAnswer<A> read(TpmFrame<A> frame, Bytes reply) {
        try {
            TpmAnswer<A> answer = frame.read(reply);
            if (answer instanceof TpmAnswer.Done<A>) {
                remember(frame.command(), reply);
            }
            return answer;
        } catch (Malformed malformed) {
            throw new ProblemException(
                    new Problem.Failed(
                            "tpm-answer",
                            malformed.sentence(
                                    "What the TPM answered to " + frame.command().head().word()),
                            "Something changes what goes between the TPM and the processor, or the"
                                    + " TPM is broken: look at the hardware."));
        }
    }

    private void remember(TpmCommand<?> command, Bytes reply) {
        switch (command.making()) {
            case SOMETHING -> made.add(TpmFrame.made(reply));
            case NOTHING -> {}
        }
        if (command instanceof Flush(long handle)) {
            made.remove(handle);
        }
    }

    private Bytes exchange(TpmFrame<?> frame, Deadline deadline) {
        Bytes command = frame.written();
        Future<Bytes> answer = asking.submit(() -> transport.exchange(command));
        try {
            return answer.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            lost = true;
            throw silent(frame.command());
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new ProblemException(broken(frame.command()), cause);
        } catch (ExecutionException cause) {
            lost = true;
            throw new ProblemException(broken(frame.command()), cause.getCause());
        }
    }

    private static ProblemException silent(TpmCommand<?> command) {
        return new ProblemException(
                new Problem.Failed(
                        "tpm-silent",
                        "The TPM did not answer "
                                + command.head().word()
                                + " within "
                                + PATIENCE.toSeconds()
                                + " s.",
                        "Look at the kernel's log: journalctl -k --grep tpm"));
    }

    private static Problem broken(TpmCommand<?> command) {
        return new Problem.Failed(
                "tpm-unreachable",
                "The TPM could not be asked for " + command.head().word() + ".",
                "Look at the kernel's log: journalctl -k --grep tpm");
    }

    /** Nobody else's, and never the same twice. */
    public Bytes nonce() {
        byte[] bytes = new byte[NONCE];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** Something that was made is needed no more, before the undertaking ends. */
    public void flush(long handle) {
        attempt(new Flush(handle));
        made.remove(handle);
    }

    @Override
    public void close() {
        try {
            // The last first: a key's children before it.
            if (!lost) {
                List.copyOf(made).reversed().forEach(this::flush);
            }
        } finally {
            asking.shutdownNow();
            try {
                transport.close();
            } catch (IOException _) {
                // It was read from and written to; closing loses nothing.
            }
        }
    }
}
