package oxt.fuzz;

import static oxt.fuzz.Target.Share.QUARTER;
import static oxt.fuzz.Target.Share.WHOLE;

import java.util.List;
import oxt.api.DocumentFuzz;
import oxt.api.EvidenceFuzz;
import oxt.client.ReplyFuzz;
import oxt.daemon.ApiFuzz;
import oxt.daemon.work.RowFuzz;
import oxt.engine.agent.AgentFuzz;
import oxt.engine.agent.GuestAgentFuzz;
import oxt.engine.qemu.MonitorFuzz;
import oxt.engine.qemu.RunFileFuzz;
import oxt.engine.xen.XenstoreFuzz;
import oxt.host.HostFileFuzz;
import oxt.host.diskfile.DiskFileFuzz;
import oxt.host.diskfile.VmFileFuzz;
import oxt.host.image.ImageFileFuzz;
import oxt.seat.rfb.ScreenFuzz;
import oxt.seat.rfb.ViewerFuzz;
import oxt.trust.EventLogFuzz;
import oxt.trust.rehearsal.PeFileFuzz;
import oxt.trust.tpm.AnswerFuzz;
import oxt.trust.tpm.QuoteFuzz;

/** All parsers that are fuzzed. */
final class Targets {
    static final List<Target> ALL =
            List.of(
                    new Target("yaml-document", WHOLE, DocumentFuzz::yaml),
                    new Target("api-request", WHOLE, ApiFuzz::request),
                    new Target("qmp-reply", WHOLE, MonitorFuzz::talk),
                    new Target("agent-reply", QUARTER, AgentFuzz::network),
                    new Target("guest-agent", WHOLE, GuestAgentFuzz::command),
                    new Target("xenstore-reply", WHOLE, XenstoreFuzz::talk),
                    new Target("journal-row", WHOLE, RowFuzz::row),
                    new Target("diskfile", WHOLE, DiskFileFuzz::file),
                    new Target("vm-file", QUARTER, VmFileFuzz::file),
                    new Target("rfb-viewer", WHOLE, ViewerFuzz::talk),
                    new Target("rfb-screen", QUARTER, ScreenFuzz::greeting),
                    new Target("screen-picture", QUARTER, ScreenFuzz::picture),
                    new Target("event-log", WHOLE, EventLogFuzz::log),
                    new Target("ima-list", WHOLE, EventLogFuzz::list),
                    new Target("tpm-structure", WHOLE, QuoteFuzz::structure),
                    new Target("tpm-answer", QUARTER, AnswerFuzz::answer),
                    new Target("pe-file", QUARTER, PeFileFuzz::file),
                    new Target("evidence", WHOLE, EvidenceFuzz::evidence),
                    new Target("enrolment", QUARTER, EvidenceFuzz::enrolment),
                    new Target("boot-policy", QUARTER, EvidenceFuzz::policy),
                    new Target("api-document", QUARTER, DocumentFuzz::json),
                    new Target("setting-change", QUARTER, DocumentFuzz::change),
                    new Target("daemon-reply", QUARTER, ReplyFuzz::reply),
                    new Target("run-file", QUARTER, RunFileFuzz::file),
                    new Target("host-file", QUARTER, HostFileFuzz::file),
                    new Target("elf-file", QUARTER, ImageFileFuzz::elf),
                    new Target("image-manifest", QUARTER, ImageFileFuzz::manifest));

    private Targets() {}

    static Target named(String name) {
        return ALL.stream().filter(target -> target.name().equals(name)).findFirst().orElseThrow();
    }
}
