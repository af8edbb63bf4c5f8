package oxt.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.api.Finding;
import oxt.api.ForeignVm;
import oxt.api.HostReply;
import oxt.api.ImageReply;
import oxt.daemon.work.HostFacts;
import oxt.daemon.work.ImageShelf;
import oxt.daemon.work.Ledger;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.Orphans;
import oxt.engine.files.Programs;
import oxt.engine.xen.XenEngine;
import oxt.engine.xen.XenHost;
import oxt.engine.xen.XenWarnings;
import oxt.engine.xen.XlOrphans;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.HostDevices;
import oxt.plan.ImagePart;

/** Xen below this machine, and what it needs of it. */
final class XenMachinery {
    private final XenEngine engine;
    private final XenHost xen;
    private final ImageShelf shelf;

    private XenMachinery(XenEngine engine, XenHost xen, ImageShelf shelf) {
        this.engine = engine;
        this.xen = xen;
        this.shelf = shelf;
    }

    static Machinery make(Settings settings) throws InterruptedException {
        var layout = new Layout(settings.state(), settings.run());
        Orphans.end(layout);
        XlOrphans.end(layout);
        var shelf = new DebianImages(settings.state());
        var host = new XenHost(Programs.DEBIAN);
        try {
            var engine = new XenEngine(layout, shelf, host);
            var xen = new XenMachinery(engine, host, shelf);
            return new Machinery(
                    engine,
                    new Host(engine, engine.memory().total(), shelf),
                    shelf,
                    xen::name,
                    xen::hypervisor,
                    xen::findings,
                    Duration.ZERO);
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    /** The machine's memory: what dom0 has of it is not for others. */
    private record Host(XenEngine engine, ByteSize memory, ImageShelf shelf) implements HostFacts {
        /** The host's reserve is within dom0, and is not to be taken off what no domain has. */
        @Override
        public ByteSize availableMemory() {
            try {
                return engine.memory().free().plus(Ledger.HOST_RESERVE);
            } catch (EngineException e) {
                throw new ProblemException(e.problem(), e);
            }
        }

        @Override
        public ByteSize residentMemory(VmId vm) {
            return engine.memory(vm);
        }

        @Override
        public Map<ImageName, Set<ImagePart>> images() {
            return shelf.parts();
        }

        @Override
        public HostDevices devices() {
            return PciFacts.read();
        }
    }

    private String name() {
        return Asking.answer(xen::name);
    }

    private List<HostReply.Accelerator> hypervisor() {
        return List.of(
                new HostReply.Accelerator(
                        "xen",
                        HostReply.Accelerator.Use.USED,
                        "Guests are domains of "
                                + name()
                                + ", which was booted with: "
                                + Asking.answer(xen::commandLine)));
    }

    private List<Finding> findings() {
        List<Finding> findings =
                new ArrayList<>(XenFindings.lacks(Asking.answer(engine::abilities)));
        findings.addAll(XenFindings.of(Asking.answer(() -> XenWarnings.of(xen, engine.memory()))));
        for (ForeignVm domain : Asking.answer(engine::foreign)) {
            findings.add(
                    new Finding(
                            "foreign",
                            Finding.Verdict.GOOD,
                            "Domain "
                                    + domain.name()
                                    + " was made by somebody else; nobody touches it.",
                            ""));
        }
        for (Problem problem : DebianImages.missingPrograms()) {
            findings.add(
                    new Finding("images", Finding.Verdict.BAD, problem.what(), problem.remedy()));
        }
        for (ImageReply image : shelf.list()) {
            findings.add(QemuMachinery.imageFinding(image));
        }
        return findings;
    }
}
