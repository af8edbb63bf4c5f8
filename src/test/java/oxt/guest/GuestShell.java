package oxt.guest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.model.VmId;

/** The root shell on a guest's serial console: commands in, answers out, each with a deadline. */
public final class GuestShell implements AutoCloseable {
    /** The serial line is slow under emulation, and this is more than any test prints. */
    private static final int LONGEST_ANSWER = 256 << 10;

    private static final Duration ONE_READ = Duration.ofMillis(100);
    private static final Duration FIRST_TRY = Duration.ofSeconds(1);

    /** What a command wrote, and its exit status. */
    public record Answer(int status, String text) {
        public boolean isGood() {
            return status == 0;
        }
    }

    private final VmId vm;
    private final Views.Console console;
    private final StringBuilder heard = new StringBuilder();
    private int number;

    private GuestShell(VmId vm, Views.Console console) {
        this.vm = vm;
        this.console = console;
    }

    /**
     * Joins the console and waits until its shell answers. It types again because what is typed
     * early is lost, and more and more rarely: a slow guest would never be done with it.
     */
    public static GuestShell join(Views views, VmId vm, Duration patience)
            throws EngineException, InterruptedException {
        GuestShell shell = new GuestShell(vm, views.console(vm));
        long end = System.nanoTime() + patience.toNanos();
        Duration wait = FIRST_TRY;
        while (!shell.run("true", wait, Late.EMPTY).isPresent()) {
            if (System.nanoTime() - end > 0) {
                throw shell.silent("true", patience);
            }
            wait = wait.plus(wait.dividedBy(4));
        }
        return shell;
    }

    /** Kernel messages may be among what it wrote: they share the line. */
    public Answer run(String command, Duration patience)
            throws EngineException, InterruptedException {
        return run(command, patience, Late.FAILS).orElseThrow();
    }

    /** Of a command that is done within seconds. */
    public Answer run(String command) throws EngineException, InterruptedException {
        return run(command, Duration.ofSeconds(10));
    }

    /** Repeats the command until it ends well. */
    public Answer until(String command, Duration patience)
            throws EngineException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Answer answer = run(command);
            if (answer.isGood()) {
                return answer;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "within %s \"%s\" did not end well: %d %s"
                                .formatted(patience, command, answer.status(), answer.text()));
            }
        }
    }

    @Override
    public void close() {
        console.close();
    }

    private enum Late {
        FAILS,
        EMPTY
    }

    /** The marks are typed in two pieces, so that the echo of what is typed is not the answer. */
    private Optional<Answer> run(String command, Duration patience, Late late)
            throws EngineException, InterruptedException {
        number++;
        String typed =
                "echo; echo BE\"\"GIN%d; { %s\n} 2>&1; echo \" E\"\"ND%d:$?.\"\n"
                        .formatted(number, command, number);
        console.write(typed.getBytes(StandardCharsets.UTF_8));
        Pattern whole =
                Pattern.compile(
                        "BEGIN" + number + "\r*\n(.*) END" + number + ":(\\d+)\\.", Pattern.DOTALL);
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Matcher matcher = whole.matcher(heard);
            if (matcher.find()) {
                Answer answer =
                        new Answer(
                                Integer.parseInt(matcher.group(2)),
                                matcher.group(1).replace("\r", ""));
                heard.delete(0, matcher.end());
                return Optional.of(answer);
            }
            if (System.nanoTime() - end > 0) {
                if (late == Late.EMPTY) {
                    return Optional.empty();
                }
                throw silent(command, patience);
            }
            hear();
        }
    }

    private void hear() throws InterruptedException {
        byte[] bytes =
                console.read(ONE_READ)
                        .orElseThrow(
                                () ->
                                        new AssertionError(
                                                "VM " + vm + " is gone. It said: " + heard));
        heard.append(new String(bytes, StandardCharsets.UTF_8));
        if (heard.length() > LONGEST_ANSWER) {
            throw new AssertionError("VM " + vm + " prints without end");
        }
    }

    private AssertionError silent(String command, Duration patience) {
        return new AssertionError(
                "within %s VM %s did not answer \"%s\". It said: %s"
                        .formatted(patience, vm, command, heard));
    }
}
