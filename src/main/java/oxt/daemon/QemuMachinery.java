package oxt.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import oxt.api.Finding;
import oxt.api.HostReply;
import oxt.api.ImageReply;
import oxt.daemon.work.ImageShelf;
import oxt.daemon.work.Numbering;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.Orphans;
import oxt.engine.qemu.AcceleratorChoice;
import oxt.engine.qemu.Isolation;
import oxt.engine.qemu.QemuEngine;
import oxt.host.CgroupParent;
import oxt.host.Cgroups;
import oxt.host.HostMemory;
import oxt.model.Problem;
import oxt.plan.Ability;
import oxt.plan.Feature;

/** QEMU on this machine, and what it needs of it. */
final class QemuMachinery {
    /** Under emulation the last programs of a boot end a second after the agent begins. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final QemuEngine engine;
    private final ImageShelf shelf;
    private final CgroupParent cgroups;

    private QemuMachinery(QemuEngine engine, ImageShelf shelf, CgroupParent cgroups) {
        this.engine = engine;
        this.shelf = shelf;
        this.cgroups = cgroups;
    }

    static Machinery make(Settings settings, Numbering numbering) throws InterruptedException {
        var layout = new Layout(settings.state(), settings.run());
        Orphans.end(layout);
        var shelf = new DebianImages(settings.state());
        var cgroups = Cgroups.find();
        var engine = new QemuEngine(layout, shelf, numbering::number, cgroups);
        var qemu = new QemuMachinery(engine, shelf, cgroups);
        // Takes seconds the first time on a machine whose KVM hangs: not when somebody waits.
        Thread.ofVirtual().name("prepare").start(qemu::prepare);
        return new Machinery(
                engine,
                new DebianHost(HostMemory.read().total(), shelf, engine::process),
                shelf,
                qemu::version,
                qemu::accelerators,
                qemu::findings,
                SETTLING);
    }

    private void prepare() {
        try {
            engine.prepare();
        } catch (EngineException | InterruptedException _) {
            // Whoever needs it is told.
        }
    }

    private AcceleratorChoice choice() {
        return Asking.answer(engine::accelerator);
    }

    private String version() {
        return Asking.answer(engine::version);
    }

    private List<HostReply.Accelerator> accelerators() {
        AcceleratorChoice choice = choice();
        return choice.withoutKvm()
                .map(
                        reason ->
                                List.of(
                                        accelerator(
                                                "kvm",
                                                HostReply.Accelerator.Use.UNUSABLE,
                                                reason.why()),
                                        accelerator(
                                                "tcg",
                                                HostReply.Accelerator.Use.USED,
                                                "It translates in software and works"
                                                        + " everywhere.")))
                .orElse(
                        List.of(
                                accelerator(
                                        "kvm",
                                        HostReply.Accelerator.Use.USED,
                                        "A guest was run on it, and it did."),
                                accelerator(
                                        "tcg",
                                        HostReply.Accelerator.Use.USABLE,
                                        "It translates in software; KVM is faster.")));
    }

    private static HostReply.Accelerator accelerator(
            String name, HostReply.Accelerator.Use use, String why) {
        return new HostReply.Accelerator(name, use, why);
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(engineFindings());
        if (findings.isEmpty()) {
            findings.add(good("engine", "QEMU can do all that VMs may ask for."));
            findings.add(acceleratorFinding());
        }
        findings.add(cgroupFinding());
        findings.add(isolationFinding());
        List<Problem> missing = DebianImages.missingPrograms();
        missing.forEach(problem -> findings.add(bad("images", problem)));
        for (ImageReply image : shelf.list()) {
            findings.add(imageFinding(image));
        }
        return findings;
    }

    /** What one missing program takes away is one finding. */
    private Set<Finding> engineFindings() {
        Set<Finding> findings = new LinkedHashSet<>();
        try {
            for (Feature feature : Feature.General.values()) {
                if (engine.abilities().of(feature) instanceof Ability.Unable(var why, var remedy)) {
                    findings.add(new Finding("engine", Finding.Verdict.BAD, why, remedy));
                }
            }
        } catch (EngineException e) {
            findings.add(bad("engine", e.problem()));
        }
        return findings;
    }

    private Finding acceleratorFinding() {
        return choice().withoutKvm()
                .map(
                        reason ->
                                new Finding(
                                        "accelerator",
                                        Finding.Verdict.WARNING,
                                        "VMs run slowly, in software. " + reason.why(),
                                        reason.remedy()))
                .orElse(good("accelerator", "VMs run on KVM."));
    }

    private Finding cgroupFinding() {
        return switch (cgroups) {
            case CgroupParent.Usable _ -> good("cgroups", "Each VM's process has limits.");
            case CgroupParent.OfSystemd _ ->
                    good(
                            "cgroups",
                            "Each VM's process has limits and is a unit of systemd's: systemctl"
                                    + " status oxt.slice");
            case CgroupParent.Absent(var why) ->
                    new Finding(
                            "cgroups",
                            Finding.Verdict.WARNING,
                            "VMs' processes have no limits of memory and processors. " + why,
                            "Run the daemon as its systemd unit on a host with cgroups of version"
                                    + " 2.");
        };
    }

    private Finding isolationFinding() {
        return switch (isolation()) {
            case Isolation.Apart _ ->
                    good("isolation", "Processes of VMs are kept off the host's network.");
            case Isolation.Among(var why) ->
                    new Finding(
                            "isolation",
                            Finding.Verdict.WARNING,
                            "A guest that takes over its process could use the host's network. "
                                    + why,
                            "Allow user namespaces: sysctl user.max_user_namespaces=65536; in a"
                                    + " systemd unit RestrictNamespaces=user net ipc pid");
        };
    }

    private Isolation isolation() {
        try {
            return engine.isolation();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Isolation.Among("The look was broken off.");
        }
    }

    static Finding imageFinding(ImageReply image) {
        String name = "image " + image.name();
        return switch (image.state()) {
            case ImageReply.State.Built _ -> good(name, "Image " + image.name() + " is there.");
            case ImageReply.State.NotBuilt _ ->
                    new Finding(
                            name,
                            Finding.Verdict.WARNING,
                            "Image " + image.name() + " is not built yet.",
                            "oxt image build " + image.name());
        };
    }

    private static Finding good(String check, String what) {
        return new Finding(check, Finding.Verdict.GOOD, what, "");
    }

    private static Finding bad(String check, Problem problem) {
        return new Finding(check, Finding.Verdict.BAD, problem.what(), problem.remedy());
    }
}
