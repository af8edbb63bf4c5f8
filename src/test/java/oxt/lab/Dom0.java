package oxt.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A booted dom0: QEMU, its logs, and the agent in there that runs scripts.
 *
 * <p>Everything waited for has a deadline, and whoever waits also looks whether the machine lives:
 * QEMU's process, what Xen and the kernel say on their console, and whether the agent still answers
 * when it is called.
 */
final class Dom0 implements AutoCloseable {
    /** On two processors that five others use it took 200 s with systemd. */
    private static final Duration BOOT = Duration.ofMinutes(8);

    /** Far beyond any pause that a loaded machine made; a hung kernel's is endless. */
    private static final Duration SILENCE = Duration.ofMinutes(4);

    private static final Duration END = Duration.ofSeconds(90);
    private static final int LOOK_MILLIS = 200;

    private final Path folder;
    private final Process qemu;
    private final Agent agent;

    private Dom0(Path folder, Process qemu, Agent agent) {
        this.folder = folder;
        this.qemu = qemu;
        this.agent = agent;
    }

    /** Begins to boot; {@link #ready} waits for it. */
    static Dom0 boot(Path lab, Path image, Path folder, Scenario.Kind kind) throws IOException {
        String[] command = {
            lab.resolve("boot").toString(), image.toString(), folder.toString(), kind.word()
        };
        Process qemu =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("boot.log").toFile()))
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        return new Dom0(folder, qemu, new Agent(folder.resolve("channel")));
    }

    /** Empty when dom0 is there. */
    Optional<Death> ready() throws InterruptedException {
        long deadline = System.nanoTime() + BOOT.toNanos();
        while (!agent.isReady()) {
            Optional<Death> death = death();
            if (death.isPresent()) {
                return death;
            }
            if (!qemu.isAlive()) {
                return Optional.of(new Death("QEMU ended before dom0 was there: " + lastWords()));
            }
            if (System.nanoTime() > deadline) {
                return Optional.of(
                        new Death("dom0 was not there after " + BOOT.toSeconds() + " s"));
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return Optional.empty();
    }

    /** The folder of an errand, which dom0 sees as {@code /lab/NAME}. */
    Path errand(String name) throws IOException {
        return Files.createDirectories(folder.resolve("share").resolve(name));
    }

    /** Runs a script, whose output is in its folder's file {@code out}. */
    Ending run(String name, String script, Duration patience)
            throws IOException, InterruptedException {
        Files.writeString(errand(name).resolve("command"), script);
        long deadline = System.nanoTime() + patience.toNanos();
        agent.run(name);
        while (true) {
            OptionalInt status = agent.status(name);
            if (status.isPresent()) {
                return new Ending.Ended(status.getAsInt());
            }
            Optional<Death> death = death();
            if (death.isPresent()) {
                return new Ending.Died(death.get());
            }
            if (!qemu.isAlive()) {
                return new Ending.SwitchedOff();
            }
            if (System.nanoTime() > deadline) {
                return new Ending.TooLate(patience);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    String said(String name) throws IOException {
        Path out = errand(name).resolve("out");
        return Files.exists(out) ? text(out) : "";
    }

    /** What ended the machine, or makes it useless though QEMU runs. */
    private Optional<Death> death() {
        String xen = text(folder.resolve("xen.log"));
        if (!qemu.isAlive()) {
            return Death.of(qemu.exitValue(), lastWords(), xen);
        }
        Duration silence = agent.silence();
        return Death.in(xen)
                .or(
                        () ->
                                silence.compareTo(SILENCE) > 0
                                        ? Optional.of(silent(silence))
                                        : Optional.empty());
    }

    private static Death silent(Duration silence) {
        return new Death("dom0 has not answered for " + silence.toSeconds() + " s");
    }

    private String lastWords() {
        return text(folder.resolve("qemu.log")) + "\n" + text(folder.resolve("boot.log"));
    }

    /** A log has what a guest wrote, in whatever bytes. */
    private static String text(Path log) {
        try {
            return new String(
                    Files.readAllBytes(log), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException absent) {
            return "";
        }
    }

    /** Switches the machine off, in good order if it can. */
    @Override
    public void close() {
        agent.off();
        try {
            if (!qemu.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                qemu.destroyForcibly();
            }
        } catch (InterruptedException e) {
            qemu.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        agent.close();
    }
}
