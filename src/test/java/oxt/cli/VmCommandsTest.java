package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.ForeignVm;
import oxt.api.VmState;
import oxt.daemon.TestDaemon;
import oxt.engine.sim.SimEngine;
import oxt.model.ByteSize;
import oxt.model.ImageName;

/** VMs from their creation to their removal, as somebody who types sees them. */
class VmCommandsTest {
    @TempDir Path folder = Path.of("");

    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private Typist typist;

    @BeforeEach
    void begin() throws IOException {
        daemon = TestDaemon.begin(folder, engine);
        typist = Typist.program(TestDaemon.run(folder));
        write("net.yaml", "name: net\ntemplate: network\n");
        write("work.yaml", "name: work\ndisks:\n  - name: data\n    blank: 64MiB\n");
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void before_the_first_vm_the_reader_is_told_how_to_make_one() {
        assertEquals(
                new Typist.Seen(0, "There is no VM yet. oxt vm create FILE makes one.\n", ""),
                typist.type("vm", "list"));
    }

    @Test
    void what_somebody_else_made_is_shown_as_foreign_and_left_alone() {
        create();
        engine.appear(new ForeignVm("Debian", VmState.RUNNING, ByteSize.mebibytes(1024)));
        engine.appear(new ForeignVm("other", VmState.PAUSED, ByteSize.mebibytes(64)));
        assertEquals(
                """
                NAME    ROLE     STATE    MEMORY  CPUS  NETWORK
                net     network  off      256MiB  1
                work    user     off      512MiB  1     net
                Debian  foreign  running  1GiB
                other   foreign  paused   64MiB
                """,
                typist.type("vm", "list").out());
        assertEquals("net\nwork\n", typist.type("vm", "list", "--names").out());
        assertEquals(
                new Typist.Seen(
                        77,
                        "",
                        """
                        VM other was made by somebody else, and oxt leaves it alone.
                          Use the tools of who made it; on Xen that is often xl.
                        """),
                typist.type("vm", "kill", "other"));
    }

    @Test
    void a_vm_is_created_started_stopped_and_removed() throws InterruptedException {
        create();
        assertEquals(
                """
                NAME  ROLE     STATE  MEMORY  CPUS  NETWORK
                net   network  off    256MiB  1
                work  user     off    512MiB  1     net
                """,
                typist.type("vm", "list").out());
        assertDone("work: started in", typist.type("vm", "start", "work"));
        assertEquals(
                """
                NAME  ROLE     STATE    MEMORY  CPUS  NETWORK
                net   network  running  256MiB  1
                work  user     running  512MiB  1     net
                """,
                quietList());
        assertDone("work: paused in", typist.type("vm", "pause", "work"));
        assertDone("work: resumed in", typist.type("vm", "resume", "work"));
        assertDone("work: reset in", typist.type("vm", "reset", "work"));
        assertDone("work: rebooted in", typist.type("vm", "reboot", "work", "--patience", "5s"));
        assertDone("work: stopped in", typist.type("vm", "stop", "work", "--patience", "5s"));
        assertDone("work: removed in", typist.type("vm", "remove", "work", "--yes"));
        assertEquals("net\n", typist.type("vm", "list", "--names").out());
    }

    @Test
    void what_a_vm_starts_from_is_shown_accepted_and_refused_when_it_is_another() {
        create();
        Typist.Seen shown = typist.type("vm", "measure", "work");
        assertEquals(0, shown.exit(), shown::err);
        assertTrue(shown.out().startsWith("VM work is not a measured one"), shown.out());
        assertTrue(
                typist.type("vm", "measure", "work", "--accept", "--plan")
                        .out()
                        .endsWith("accept what VM work starts from\n"));
        Typist.Seen done = typist.type("vm", "measure", "work", "--accept");
        assertTrue(done.out().contains("\nwork: files accepted in"), done.out());
        Typist.Seen accepted = typist.type("vm", "measure", "work");
        assertEquals(0, accepted.exit());
        assertTrue(
                accepted.out().contains("disks.data  not measured  the VM writes to it"),
                accepted.out());
        assertTrue(typist.type("vm", "show", "work").out().contains("not measured  disks.data: "));
        engine.alter(new ImageName("minimal"));
        Typist.Seen differs = typist.type("vm", "measure", "work");
        assertEquals(77, differs.exit());
        assertTrue(differs.out().contains("kernel      differs"), differs.out());
        assertEquals(77, typist.type("vm", "start", "work").exit());
        assertEquals(0, typist.type("vm", "set", "work", "measured=").exit());
        assertDone("work: started in", typist.type("vm", "start", "work"));
    }

    @Test
    void disks_and_nics_come_and_go_while_a_vm_runs() throws InterruptedException {
        create();
        assertDone("work: started in", typist.type("vm", "start", "work"));
        assertDone(
                "work: changed in",
                typist.type("vm", "disk", "add", "work", "more", "--blank", "16MiB"));
        assertDone("work: changed in", typist.type("vm", "nic", "add", "work", "wan"));
        String plan = typist.type("vm", "nic", "remove", "work", "wan", "--plan").out();
        assertTrue(plan.contains("unplug NIC wan, at most 30s"), plan);
        Typist.Seen unasked = typist.type("vm", "disk", "remove", "work", "data", "more");
        assertEquals(64, unasked.exit());
        assertTrue(unasked.err().contains("will be deleted: data, more."), unasked.err());
        assertDone(
                "work: changed in",
                typist.type(
                        "vm",
                        "disk",
                        "remove",
                        "work",
                        "data",
                        "more",
                        "--yes",
                        "--patience",
                        "5s"));
        assertDone("work: changed in", typist.type("vm", "nic", "remove", "work", "lan", "wan"));
        String explained = typist.type("vm", "explain", "work").out();
        assertFalse(explained.contains("disks") || explained.contains("nics"), explained);
    }

    @Test
    void a_disk_becomes_larger_and_never_smaller() {
        create();
        String plan = typist.type("vm", "disk", "grow", "work", "data", "1GiB", "--plan").out();
        assertTrue(plan.contains("grow disk data to 1GiB"), plan);
        assertDone("work: changed in", typist.type("vm", "disk", "grow", "work", "data", "1GiB"));
        assertTrue(typist.type("vm", "show", "work").out().contains("blank, 1GiB"));
        Typist.Seen smaller = typist.type("vm", "disk", "grow", "work", "data", "1MiB");
        assertEquals(75, smaller.exit());
        assertTrue(smaller.err().contains("disks only grow"), smaller.err());
        Typist.Seen unknown = typist.type("vm", "disk", "grow", "work", "more", "1GiB");
        assertEquals(66, unknown.exit());
    }

    @Test
    void a_disk_of_nothing_one_that_is_there_and_one_that_is_not_are_refused() {
        create();
        Typist.Seen nothing = typist.type("vm", "disk", "add", "work", "more");
        assertEquals(64, nothing.exit());
        assertTrue(nothing.err().contains("--blank SIZE or --image IMAGE"), nothing.err());
        Typist.Seen twice = typist.type("vm", "disk", "add", "work", "data", "--blank", "16MiB");
        assertEquals(64, twice.exit(), twice.err());
        Typist.Seen missing =
                typist.type("vm", "disk", "add", "work", "more", "--image", "nowhere");
        assertEquals(66, missing.exit(), missing.err());
        assertEquals(66, typist.type("vm", "disk", "remove", "work", "more", "--yes").exit());
        assertEquals(66, typist.type("vm", "nic", "remove", "work", "wan").exit());
    }

    @Test
    void what_a_running_vm_has_only_from_its_next_start_on_is_said() {
        create();
        assertDone("work: started in", typist.type("vm", "start", "work"));
        Typist.Seen seen = typist.type("vm", "set", "work", "memory=1GiB");
        assertTrue(
                seen.err().contains("The VM runs on without these until its next start: memory."),
                seen.err());
    }

    @Test
    void several_vms_are_started_by_one_line_and_a_refusal_of_one_does_not_keep_the_others() {
        create();
        Typist.Seen seen = typist.type("vm", "start", "nobody", "work");
        assertEquals(66, seen.exit());
        assertTrue(seen.err().startsWith("There is no VM named nobody.\n  "), seen.err());
        assertTrue(seen.out().startsWith("work: started in "), seen.out());
    }

    @Test
    void a_plan_is_shown_and_nothing_done() {
        create();
        Typist.Seen seen = typist.type("vm", "start", "net", "--plan");
        assertEquals(0, seen.exit());
        assertTrue(seen.out().startsWith("start net\n  "), seen.out());
        assertTrue(typist.type("vm", "list").out().contains("net   network  off"));
    }

    @Test
    void json_is_the_daemons_reply_as_it_is() {
        create();
        Typist.Seen seen = typist.type("vm", "show", "work", "--json");
        assertTrue(seen.out().startsWith("{\"summary\":{\"id\":\""), seen.out());
        assertTrue(typist.type("vm", "start", "work", "--json").out().contains("\"done\""));
    }

    @Test
    void a_refusal_is_json_where_json_was_asked_for() {
        Typist.Seen seen = typist.type("--json", "vm", "show", "nobody");
        assertEquals(66, seen.exit());
        assertTrue(seen.out().startsWith("{\"problems\":[{\"kind\":\"missing\""), seen.out());
        assertEquals("", seen.err());
    }

    @Test
    void every_problem_of_a_document_is_shown_at_its_line() throws IOException {
        write("bad.yaml", "name: Work\nmemory: 2G\nprocesors: 2\n");
        Typist.Seen seen = typist.type("vm", "create", "bad.yaml");
        assertEquals(64, seen.exit());
        assertTrue(seen.err().contains("bad.yaml:2:9: "), seen.err());
        assertTrue(seen.err().contains("  2 | memory: 2G\n    |         ^\n"), seen.err());
        assertTrue(seen.err().contains("bad.yaml:3:1: "), seen.err());
        assertTrue(seen.err().contains("processors"), seen.err());
        assertEquals("", typist.type("vm", "list", "--names").out());
    }

    @Test
    void a_document_is_read_from_the_standard_input() {
        Typist.Seen seen = typist.answering("name: alone\nnics: []\n").type("vm", "create", "-");
        assertDone("alone: created in", seen);
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertEquals(66, typist.type("vm", "create", "nothing.yaml").exit());
    }

    @Test
    void a_shown_document_can_be_created_again() throws IOException {
        create();
        write("again.yaml", typist.type("vm", "show", "work", "--yaml").out());
        assertDone("work: removed", typist.type("vm", "remove", "work", "--yes"));
        assertDone("work: created", typist.type("vm", "create", "again.yaml"));
    }

    @Test
    void settings_are_changed_by_their_paths() {
        create();
        assertDone(
                "work: changed",
                typist.type(
                        "vm", "set", "work", "memory=1GiB", "nics.lan.firewall.outgoing=refuse"));
        String yaml = typist.type("vm", "show", "work", "--yaml").out();
        assertTrue(yaml.contains("memory: 1GiB"), yaml);
        assertTrue(yaml.contains("outgoing: refuse"), yaml);
    }

    @Test
    void a_setting_that_there_is_not_changes_nothing() {
        create();
        for (String bad : List.of("memry=1GiB", "memory=much", "memory", "=1", "disks.no.mode=x")) {
            assertEquals(64, typist.type("vm", "set", "work", bad).exit(), bad);
        }
    }

    @Test
    void where_nobody_can_be_asked_removing_needs_a_yes() {
        create();
        Typist.Seen seen = typist.type("vm", "remove", "work");
        assertEquals(64, seen.exit());
        assertEquals(
                """
                VM work will be removed, and what is on its disks deleted: data. \
                Nobody is here to agree.
                  Add --yes if that is what you want.
                """,
                seen.err());
    }

    @Test
    void a_person_is_asked_before_disks_are_deleted() {
        create();
        Typist person = Typist.person(TestDaemon.run(folder));
        Typist.Seen seen = person.answering("\n").type("vm", "remove", "work");
        assertTrue(seen.err().contains("deleted: data.\nGo on? [y/N] "), seen.err());
        assertTrue(seen.err().endsWith("Nothing was removed.\n"), seen.err());
        assertDone("work: removed", person.answering("y\n").type("vm", "remove", "work"));
    }

    @Test
    void vms_are_removed_before_the_driver_domain_that_they_name() {
        create();
        Typist.Seen seen = typist.type("vm", "remove", "net", "work", "--yes");
        assertEquals(0, seen.exit(), seen.err());
        assertEquals("", typist.type("vm", "list", "--names").out());
    }

    @Test
    void a_vm_that_runs_is_not_removed() {
        create();
        typist.type("vm", "start", "net");
        Typist.Seen seen = typist.type("vm", "remove", "net", "--yes");
        assertEquals(75, seen.exit());
        assertTrue(
                seen.err().contains("VM net is running, and cannot be removed while it is.\n"),
                seen.err());
    }

    @Test
    void an_edited_document_is_taken_and_a_bad_one_can_be_edited_again() throws IOException {
        create();
        Path editor = write("editor", "#!/bin/sh\nsed -i \"$(cat " + folder + "/sed)\" \"$1\"\n");
        assertTrue(editor.toFile().setExecutable(true));
        Typist person = Typist.person(TestDaemon.run(folder)).with("EDITOR", editor.toString());

        write("../sed", "s/512MiB/1GiB/");
        assertDone("work: changed", person.type("vm", "edit", "work"));

        write("../sed", "s/none-such//");
        assertEquals("Nothing was changed.\n", person.type("vm", "edit", "work").out());

        write("../sed", "s/1GiB/plenty/");
        Typist.Seen bad = person.answering("n\n").type("vm", "edit", "work");
        assertEquals(64, bad.exit());
        assertTrue(bad.err().contains("Edit it again? [Y/n] "), bad.err());
        assertTrue(bad.err().contains("What you wrote is kept in /"), bad.err());
    }

    @Test
    void what_the_running_vm_has_is_explained() {
        create();
        typist.type("vm", "start", "work");
        typist.type("vm", "set", "work", "memory=1GiB");
        String explained = typist.type("vm", "explain", "work").out();
        assertTrue(explained.contains("memory             1GiB               512MiB"), explained);
        assertTrue(explained.contains("at next start"), explained);
    }

    @Test
    void work_that_nobody_waits_for_has_an_id_to_ask_by() {
        create();
        String line = typist.type("vm", "start", "net", "--no-wait").out();
        String id = line.substring(line.lastIndexOf(' ') + 1).strip();
        Typist.Seen seen = typist.type("task", "wait", id);
        assertDone("net: started in", seen);
        assertTrue(typist.type("task", "show", id).out().startsWith("net: start, done\n"));
    }

    @Test
    void a_log_and_a_screen_can_be_saved() {
        create();
        typist.type("vm", "start", "net");
        assertEquals(0, typist.type("vm", "log", "net").exit());
        Typist.Seen seen = typist.type("vm", "screenshot", "net", "-o", "net.png");
        assertFalse(seen.exit() == 70, seen.err());
    }

    private void create() {
        assertDone("net: created", typist.type("vm", "create", "net.yaml"));
        assertDone("work: created", typist.type("vm", "create", "work.yaml"));
    }

    /** When the daemon has told the driver domain whom it serves. */
    private String quietList() throws InterruptedException {
        TestDaemon.await(
                "nothing is being done", () -> !typist.type("vm", "list").out().contains(","));
        return typist.type("vm", "list").out();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(TestDaemon.run(folder).resolve(name), text);
    }

    private static void assertDone(String begin, Typist.Seen seen) {
        assertTrue(seen.out().startsWith(begin), seen.toString());
        assertEquals(0, seen.exit());
    }
}
