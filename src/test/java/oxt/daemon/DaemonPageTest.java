package oxt.daemon;

import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.daemon.http.Limits;
import oxt.daemon.work.Ledger;
import oxt.daemon.work.Tasks;
import oxt.daemon.work.Workers;
import oxt.golden.Golden;

/** Writes the page about the daemon from the code. */
class DaemonPageTest {
    private record Limit(String name, String value, String what) {}

    @Test
    void the_page_about_the_daemon_says_what_the_code_does() {
        StringBuilder page = new StringBuilder(BEGINNING);
        page.append("\n```\n").append(Settings.HELP).append("```\n").append(MIDDLE);
        page.append("\n| limit | value | of what |\n|---|--:|---|\n");
        for (Limit limit : limits()) {
            page.append("| ").append(limit.name());
            page.append(" | ").append(limit.value());
            page.append(" | ").append(limit.what()).append(" |\n");
        }
        page.append(END);
        Golden.checkPage("docs/reference/daemon.md", page.toString());
    }

    private static List<Limit> limits() {
        Limits limits = Limits.DEFAULT;
        return List.of(
                new Limit("`request-bytes`", "" + limits.requestBytes(), "a request's body"),
                new Limit(
                        "`header-bytes`",
                        "" + limits.headerBytes(),
                        "a request's first line and headers"),
                new Limit(
                        "`open-connections`",
                        "" + limits.openConnections(),
                        "connections, at once"),
                new Limit(
                        "`event-watchers`",
                        "" + limits.eventWatchers(),
                        "clients that follow the events, at once"),
                new Limit("`consoles`", "" + limits.consoles(), "consoles that are read, at once"),
                new Limit(
                        "`commands`",
                        "" + limits.commands(),
                        "commands in guests that run, at once"),
                new Limit(
                        "`queued-requests-per-vm`",
                        "" + Workers.QUEUED_REQUESTS,
                        "requests that wait for one VM"),
                new Limit(
                        "idle connections",
                        limits.idle().toSeconds() + " s",
                        "a connection on which nothing moves is closed"),
                new Limit(
                        "ended tasks",
                        "" + Tasks.ENDED_TASKS_KEPT,
                        "tasks that can still be asked for"),
                new Limit(
                        "memory of the host",
                        Ledger.HOST_RESERVE.toString(),
                        "left to the host's own programs"),
                new Limit(
                        "memory beside a VM's own",
                        Ledger.PROCESS_OVERHEAD.toString(),
                        "counted for each VM's process"));
    }

    private static final String BEGINNING =
            """
            # The daemon, oxtd

            This page is written by a test from the code.
            """;

    private static final String MIDDLE =
            """

            It runs in the foreground and writes one line for each happening to its standard error.
            SIGTERM ends it at once; VMs do not notice, nor do they when it is killed. A second daemon
            on the same state folder is refused.

            ## Who may ask

            The kernel says who opened a connection. Root and the user the daemon runs as may do
            everything; members of the group `oxt` may do everything but what is the host's own, the
            secrets that its boot opens; others are denied everything, and that goes into the
            audit log. The socket is `rw-rw----` and of the group `oxt` where the daemon is root and
            there is such a group when it starts, `rw-------` otherwise.

            ## Autostart

            VMs whose documents say so start once in each boot of the host, lower orders first, those
            of one order together. The mark is `autostarted` in the run folder and holds the boot's id:
            a daemon that is restarted does not start again what somebody stopped, and one that died in
            the middle leaves the rest to the next.

            ## After a crash

            No plan is resumed. The next daemon reads the journal, looks at the VM, and says in the
            log, the events (`vm-recovered`) and the audit log what it found and did:

            | begun | what is done |
            |---|---|
            | create | what was made is removed, unless the VM is already stored |
            | start, reboot | taken back until the processors run; from then on the VM is kept |
            | stop, kill | finished where the process is gone; otherwise the VM runs on |
            | change | files that are not of the stored document are removed |
            | remove | finished |

            A change first makes what is new, then stores the document, then throws away what is not
            wanted any more. Running VMs are adopted as they are (`vm-adopted`). What belongs to no VM
            in the store is shown by `oxt doctor` and left alone.

            ## What it does by itself

            - A VM that ended without being asked is cleared away (`tidy`).
            - When a driver domain goes or comes back its clients' cables follow (`relink`).
            - A driver domain is told of every change of who is behind it and what they may (`serve`).

            Each is a task like any other, of the user `oxtd`. What does not succeed is tried again after
            5 seconds, then after twice as long each time, up to 5 minutes.

            ## Limits

            What is over one of these is refused with its name.
            """;

    private static final String END =
            """

            VMs never get more memory than the host has: the lesser of what is not promised to other
            VMs and what is not used by anything, less what the host keeps.
            """;
}
