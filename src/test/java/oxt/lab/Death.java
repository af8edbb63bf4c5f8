package oxt.lab;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a machine died under what was tried on it: of emulation, or of what oxt did to it.
 *
 * <p>Nested virtualisation under emulation sometimes ends QEMU, Xen or dom0's kernel, each in its
 * own words. That is no answer to what the scenario asked, so it is asked once more; whoever dies
 * of what oxt does dies again.
 */
record Death(String sentence) {
    /** Not Linux's complaints of stalls and lockups, which only say that the machine is slow. */
    private static final Pattern WORDS =
            Pattern.compile(
                    "Panic on CPU \\d+|Xen BUG at|FATAL TRAP|FATAL PAGE FAULT|Domain 0 crashed"
                            + "|Assertion '.*' failed at|Kernel panic - not syncing|kernel BUG at"
                            + "|BUG: unable to handle|general protection fault|Oops:|int3: ");

    /**
     * No guest can be there, in Xen's own code with Xen's own privileges: the emulated processor
     * has left it and taken its state for Xen's. Seen of two guests of one boot at load 12.
     */
    private static final Pattern GUEST_IN_XEN =
            Pattern.compile(
                    "RIP: +e008:\\[<ffff82d0[0-9a-f]+>]\\s+\\(XEN\\) RFLAGS: [0-9a-f]+ +CONTEXT:"
                            + " hvm guest");

    /** The longest of a line of a log that is worth repeating. */
    private static final int LONGEST = 200;

    /** What Xen's console, where dom0's kernel speaks too, tells of a crash. */
    static Optional<Death> in(String xenLog) {
        if (GUEST_IN_XEN.matcher(xenLog).find()) {
            return Optional.of(new Death("The emulated processor ran a guest in Xen's own code."));
        }
        Matcher words = WORDS.matcher(xenLog);
        if (!words.find()) {
            return Optional.empty();
        }
        int begin = xenLog.lastIndexOf('\n', words.start()) + 1;
        int end = xenLog.indexOf('\n', words.end());
        String line = xenLog.substring(begin, end < 0 ? xenLog.length() : end).strip();
        line = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        return Optional.of(new Death("Xen or dom0's kernel crashed: " + line));
    }

    /**
     * What QEMU's exit without being asked says. With status 0 and no crash in the log, dom0 was
     * switched off in good order, which is nobody's death.
     */
    static Optional<Death> of(int status, String qemuLog, String xenLog) {
        if (status == 0) {
            return in(xenLog);
        }
        String last = qemuLog.strip().lines().reduce("", (_, line) -> line);
        return Optional.of(new Death("QEMU ended with status " + status + ": " + last));
    }
}
