package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.model.ByteSize;
import oxt.model.DiskName;
import oxt.model.ImageName;
import oxt.model.MacAddress;
import oxt.model.NicName;
import oxt.model.PciAddress;
import oxt.model.Place;
import oxt.model.Problem;
import oxt.model.Role;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Explained;
import oxt.plan.ImagePart;
import oxt.plan.Plan;
import oxt.plan.PlanText;
import oxt.plan.Step;

/** What the daemon writes is what a client reads, and has the form that was reviewed. */
class RepliesTest {
    private static final VmId ID = new VmId(new UUID(1, 2));
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.250Z");

    @Test
    void every_reply_is_read_as_it_was_written() {
        StringBuilder all = new StringBuilder();
        all.append(written("problems", ProblemDocument.LIST, problems()));
        all.append(written("VM list", VmList.SHAPE, vms()));
        all.append(written("VM", VmReply.SHAPE, vm()));
        all.append(written("planned task", TaskReply.SHAPE, planned()));
        all.append(written("told task", TaskReply.SHAPE, told()));
        all.append(written("host", HostReply.SHAPE, host()));
        all.append(written("PCI list", PciReply.LIST, functions()));
        all.append(written("launch log", LaunchLogReply.SHAPE, launchLog()));
        all.append(written("launch changes", LaunchChange.LIST, launchChanges()));
        all.append(written("doctor", Finding.LIST, findings()));
        all.append(written("images", ImageReply.LIST, images()));
        all.append(written("event", EventReply.SHAPE, event()));
        all.append(written("audit", AuditReply.LIST, List.of(audit())));
        all.append(written("intact", verdict(), new AuditVerdictReply.Intact(12, "ab12")));
        all.append(written("broken", verdict(), new AuditVerdictReply.Broken(3, "Gone.")));
        all.append(written("explanation", ExplainRow.LIST, explanation()));
        Golden.check("replies.txt", all.toString());
    }

    private static VmList vms() {
        return new VmList(
                List.of(summary()),
                List.of(new ForeignVm("Domain of xl", VmState.RUNNING, ByteSize.mebibytes(256))));
    }

    private static <T> String written(String title, Shape<T> shape, T value) {
        String json = Json.writePretty(shape.write(value));
        Node read = Json.read(json, Bounds.REPLY).orThrow();
        // A mapping that was read has places; written again they are gone.
        assertEquals(json, Json.writePretty(shape.write(shape.read(read).orThrow())));
        if (!json.contains("\"detail\"") && !json.contains("\"document\"")) {
            assertEquals(value, shape.read(read).orThrow());
        }
        return "--- " + title + "\n" + json;
    }

    @Test
    void a_key_of_a_newer_daemon_is_ignored() {
        Node.Mapping newer = VmSummary.SHAPE.write(summary()).with("mood", Node.text("good"));
        assertEquals(summary(), VmSummary.SHAPE.read(newer).orThrow());
    }

    @Test
    void the_text_of_a_task_is_the_text_of_its_plan() {
        List<StepProgress> ahead =
                List.of(StepProgress.AHEAD, StepProgress.AHEAD, StepProgress.AHEAD);
        assertEquals(PlanText.of(plan()), PlanTree.of(plan(), ahead).text());
    }

    private static Shape<AuditVerdictReply> verdict() {
        return AuditVerdictReply.shape();
    }

    private static List<Problem> problems() {
        return List.of(
                new Problem.Invalid("a-b", "What.", "Remedy.", new Place.Line(3, 14)),
                new Problem.Invalid(
                        "a-b", "What.", "Remedy.", Place.Pointer.ROOT.key("a/b").item(3)),
                new Problem.Invalid("a-b", "What.", "Remedy."),
                new Problem.Missing("c", "What.", "Remedy."),
                new Problem.Failed("d", "What.", "Remedy."),
                new Problem.Bug("e", "What.", "Remedy."),
                new Problem.Conflict("f", "What.", "Remedy."),
                new Problem.Denied("g", "What.", "Remedy."));
    }

    static VmSummary summary() {
        return new VmSummary(
                ID,
                new VmName("work"),
                Role.USER,
                VmState.RUNNING,
                "stop",
                ByteSize.mebibytes(512),
                2,
                List.of(new VmName("net")),
                "");
    }

    private static VmReply vm() {
        return new VmReply(
                summary(),
                3,
                NOON,
                NOON.plusSeconds(60),
                VmDocument.write(VmDocumentTest.good("name: work")),
                List.of(
                        new NicStatus(
                                new NicName("lan"),
                                new VmName("net"),
                                new MacAddress("02:9c:11:d0:4e:77"),
                                "10.137.0.2",
                                "10.137.0.1",
                                NicStatus.Link.UP)));
    }

    private static Plan plan() {
        return new Plan.InOrder(
                "start work",
                List.of(
                        new Plan.Together(
                                "disks",
                                List.of(
                                        new Plan.Do(
                                                new Step.RemoveOverlay(ID, new DiskName("root"))),
                                        new Plan.Do(new Step.MakeRunFolder(ID)))),
                        new Plan.Do(new Step.Resume(ID))));
    }

    private static TaskReply planned() {
        List<StepProgress> progress =
                List.of(StepProgress.DONE, StepProgress.BEGUN, StepProgress.AHEAD);
        return new TaskReply(
                "t-17",
                "work",
                Action.START,
                TaskState.RUNNING,
                4,
                new TaskReply.Work.Planned(PlanTree.of(plan(), progress)),
                List.of(new TaskReply.Before("t-16", "net", Action.START)),
                List.of(),
                NOON,
                NOON.plusMillis(40));
    }

    private static TaskReply told() {
        return new TaskReply(
                "t-18",
                "minimal",
                Action.BUILD,
                TaskState.STUCK,
                2,
                new TaskReply.Work.Told(List.of("Fetched the kernel.", "Packed the initramfs.")),
                List.of(),
                problems().subList(4, 5),
                NOON,
                NOON);
    }

    private static HostReply host() {
        return new HostReply(
                "laptop",
                "8.0.0",
                "QEMU 7.2.22",
                List.of(
                        new HostReply.Accelerator(
                                "kvm",
                                HostReply.Accelerator.Use.UNUSABLE,
                                "A guest did not end within 5s."),
                        new HostReply.Accelerator(
                                "tcg", HostReply.Accelerator.Use.USED, "A guest ran.")),
                "6.1.0-39-amd64",
                "12th Gen Intel(R) Core(TM) i5-1240P",
                2,
                ByteSize.gibibytes(8),
                ByteSize.gibibytes(5),
                List.of(
                        new HostReply.Able("BIOS boot", new HostReply.Able.Answer.Yes()),
                        new HostReply.Able(
                                "UEFI boot",
                                new HostReply.Able.Answer.No(
                                        "OVMF is not installed", "apt install ovmf"))));
    }

    private static LaunchLogReply launchLog() {
        return new LaunchLogReply(
                List.of("sha1", "sha256"),
                "sha256",
                List.of(new LaunchRegister(7, "Secure Boot", "00ff", "proven")),
                List.of(
                        new LaunchLogReply.Event(
                                0,
                                Optional.empty(),
                                "EV_NO_ACTION",
                                "log",
                                Optional.empty(),
                                false),
                        new LaunchLogReply.Event(
                                1,
                                Optional.of(7),
                                "EV_SEPARATOR",
                                "separator",
                                Optional.of("0a1b"),
                                true)));
    }

    private static List<LaunchChange> launchChanges() {
        return List.of(
                new LaunchChange(
                        9, "changed", "EV_IPL", Optional.of("/initrd"), Optional.of("/initrd")),
                new LaunchChange(4, "new", "EV_IPL", Optional.empty(), Optional.of("/vmlinuz")));
    }

    private static List<PciReply> functions() {
        return List.of(
                new PciReply(
                        new PciAddress("0000:00:03.0"),
                        "Ethernet card",
                        "8086:10d3",
                        Optional.of("e1000e"),
                        Optional.of(7),
                        new PciReply.Reset("weak", "It is reset by its power state only."),
                        List.of("The host's network card eth0 is it, with 192.0.2.5.")),
                new PciReply(
                        new PciAddress("0000:00:04.0"),
                        "display",
                        "1234:1111",
                        Optional.empty(),
                        Optional.empty(),
                        new PciReply.Reset("none", "It cannot be reset."),
                        List.of()));
    }

    private static List<Finding> findings() {
        return List.of(
                new Finding("QEMU", Finding.Verdict.GOOD, "QEMU 7.2.22 is installed.", ""),
                new Finding("OVMF", Finding.Verdict.BAD, "OVMF is missing.", "apt install ovmf"));
    }

    private static List<ImageReply> images() {
        return List.of(
                new ImageReply(
                        new ImageName("minimal"), "A shell.", new ImageReply.State.NotBuilt()),
                new ImageReply(
                        new ImageName("network"),
                        "A driver domain.",
                        new ImageReply.State.Built(
                                "00ff", ByteSize.mebibytes(20), NOON, List.of(ImagePart.KERNEL))));
    }

    private static EventReply event() {
        return new EventReply(
                7, NOON, "vm-started", "work", Node.mapping(Node.entry("task", "t-17")));
    }

    private static AuditReply audit() {
        return new AuditReply(1, NOON, "root", "start-vm", "work", Node.mapping(), "done", "00ff");
    }

    private static List<ExplainRow> explanation() {
        List<ExplainRow> rows = new ArrayList<>();
        for (Explained.Standing standing :
                List.of(
                        new Explained.Standing.InForce(),
                        new Explained.Standing.NextStart("256MiB"),
                        new Explained.Standing.WhenStarted(),
                        new Explained.Standing.Pending(),
                        new Explained.Standing.NotHere("QEMU cannot", "Use another."))) {
            rows.add(ExplainRow.of(new Explained("memory", "512MiB", standing)));
        }
        return rows;
    }
}
