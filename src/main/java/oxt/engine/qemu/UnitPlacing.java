package oxt.engine.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import oxt.engine.EngineException;
import oxt.host.Deadline;
import oxt.host.Systemd;
import oxt.host.TransientScope;
import oxt.model.Problem;

/** A VM's process on its way into a unit of systemd's, asked for while QEMU makes the machine. */
final class UnitPlacing implements Placing {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long the unit of the run before may still be there. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final int MOST_WORDS = 4 << 10;

    private final Systemd systemd;
    private final TransientScope scope;
    private Process asking;

    private UnitPlacing(Systemd systemd, TransientScope scope) throws IOException {
        this.systemd = systemd;
        this.scope = scope;
        asking = ask();
    }

    /** Asks, and does not wait for the answer. */
    static UnitPlacing begin(Systemd systemd, TransientScope scope) throws IOException {
        return new UnitPlacing(systemd, scope);
    }

    @Override
    public void await() throws EngineException, InterruptedException {
        Deadline deadline = Deadline.after(PATIENCE);
        try {
            String refusal = answer(deadline);
            while (!refusal.isEmpty()) {
                if (!refusal.contains("already") || deadline.isOver()) {
                    throw refused(refusal);
                }
                Thread.sleep(PAUSE);
                asking = ask();
                refusal = answer(deadline);
            }
        } catch (IOException e) {
            throw new EngineException(refused("it cannot be asked").problem(), e);
        } finally {
            asking.destroyForcibly();
        }
        if (!deadline.await(scope::holds)) {
            throw refused("the process is not in it");
        }
    }

    /** Nothing where systemd will do it, or else what it said. */
    private String answer(Deadline deadline)
            throws IOException, EngineException, InterruptedException {
        if (!asking.waitFor(deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
            throw refused("it did not answer within " + PATIENCE.toSeconds() + "s");
        }
        String said =
                new String(asking.getInputStream().readNBytes(MOST_WORDS), StandardCharsets.UTF_8);
        return asking.exitValue() == 0 ? "" : said.isBlank() ? "it did not say why" : said.strip();
    }

    private Process ask() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(systemd.command(scope));
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true);
        return builder.start();
    }

    private EngineException refused(String why) {
        return new EngineException(
                new Problem.Failed(
                        "systemd-refused",
                        "systemd did not make the unit " + scope.unit() + ": " + why + ".",
                        "Look at what it is busy with: systemctl list-jobs; then start the VM"
                                + " again."));
    }
}
