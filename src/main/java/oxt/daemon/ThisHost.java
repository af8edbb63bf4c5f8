package oxt.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.api.Finding;
import oxt.api.HostReply;
import oxt.api.LaunchLogReply;
import oxt.api.LaunchStatusReply;
import oxt.api.PciReply;
import oxt.api.PolicyDocument;
import oxt.daemon.work.Board;
import oxt.daemon.work.HostReport;
import oxt.daemon.work.Ledger;
import oxt.daemon.work.MeasureWork;
import oxt.daemon.work.Seen;
import oxt.host.Accounts;
import oxt.host.pci.HostUse;
import oxt.host.pci.PciBus;
import oxt.host.pci.PciFunction;
import oxt.host.tpm.HostTpm;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;
import oxt.trust.BootStatus;
import oxt.trust.EventLog;
import oxt.trust.HashAlgorithm;
import oxt.trust.ImaEntry;
import oxt.trust.PcrBank;
import oxt.trust.evidence.BootPolicy;

/** This machine as people are told of it. */
record ThisHost(Machinery machinery, Ledger ledger, Board board, MeasureWork measuring, HostTpm tpm)
        implements HostReport {
    /** A client waits 15 s for an answer. */
    private static final Duration TO_MEASURE = Duration.ofSeconds(5);

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path KERNEL = Path.of("/proc/sys/kernel/osrelease");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    @Override
    public HostReply host() {
        return new HostReply(
                line(HOST_NAME),
                Main.VERSION,
                machinery.name().get(),
                machinery.accelerators().get(),
                line(KERNEL),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                machinery.host().memory(),
                ledger.freeMemory(),
                features());
    }

    @Override
    public List<PciReply> pci() {
        return PciBus.read().stream().map(ThisHost::pci).toList();
    }

    private static PciReply pci(PciFunction function) {
        return new PciReply(
                function.address(),
                function.kind(),
                function.vendorAndDevice(),
                function.driver(),
                function.iommuGroup(),
                new PciReply.Reset(function.resetting().word(), function.resetting().sentence()),
                function.uses().stream().map(HostUse::sentence).toList());
    }

    @Override
    public LaunchLogReply launchLog() {
        EventLog log = tpm.log().orElseThrow(() -> new ProblemException(tpm.noLog())).orThrow();
        Map<HashAlgorithm, PcrBank> registers = tpm.registers();
        return registers.isEmpty()
                ? LaunchLogReply.of(log)
                : LaunchLogReply.of(log, BootStatus.of(Optional.of(log), files(tpm), registers));
    }

    @Override
    public LaunchStatusReply launchStatus() {
        Map<HashAlgorithm, PcrBank> registers = tpm.registers();
        return registers.isEmpty()
                ? LaunchStatusReply.ofNothing(tpm.noLog())
                : LaunchStatusReply.of(
                        BootStatus.of(tpm.log().map(Reading::orThrow), files(tpm), registers));
    }

    @Override
    public BootPolicy launchPolicy() {
        Map<HashAlgorithm, PcrBank> registers = tpm.registers();
        if (registers.isEmpty()) {
            throw new ProblemException(tpm.noLog());
        }
        return PolicyDocument.ofMachine(tpm.log().map(Reading::orThrow), registers).orThrow();
    }

    private static List<ImaEntry> files(HostTpm tpm) {
        return tpm.files().map(Reading::orThrow).orElse(List.of());
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(machinery.findings().get());
        findings.add(group());
        for (Problem mark : board.marks()) {
            findings.add(
                    new Finding(
                            "VM", Finding.Verdict.BAD, board.named(mark.what()), mark.remedy()));
        }
        for (Problem flaw : machinery.engine().parts().flaws()) {
            findings.add(
                    new Finding("measuring", Finding.Verdict.WARNING, flaw.what(), flaw.remedy()));
        }
        for (Problem concern : measuring.concerns(TO_MEASURE)) {
            findings.add(
                    new Finding(
                            "measured VM",
                            Finding.Verdict.WARNING,
                            concern.what(),
                            concern.remedy()));
        }
        for (Seen foreign : board.foreign()) {
            findings.add(foreign(foreign));
        }
        return findings;
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException _) {
            return "unknown";
        }
    }

    private static String processor() {
        return line(PROCESSORS)
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private List<HostReply.Able> features() {
        Abilities abilities = ledger.abilities();
        List<HostReply.Able> features = new ArrayList<>();
        for (Feature feature : Feature.all()) {
            features.add(
                    new HostReply.Able(
                            feature.words(),
                            switch (abilities.of(feature)) {
                                case Ability.Able _ -> new HostReply.Able.Answer.Yes();
                                case Ability.Unable(var why, var remedy) ->
                                        new HostReply.Able.Answer.No(why, remedy);
                            }));
        }
        return features;
    }

    private static Finding foreign(Seen seen) {
        return new Finding(
                "leftover",
                Finding.Verdict.WARNING,
                "Something of VM "
                        + seen.observed().vm()
                        + " is on this machine, which is "
                        + seen.observed().run().word()
                        + " and which nobody has defined.",
                "Nobody touches it; remove its folder below vms where you know that it is waste.");
    }

    private static Finding group() {
        return Accounts.group("oxt").isPresent() || Accounts.ownUserId() != 0
                ? new Finding(
                        "group",
                        Finding.Verdict.GOOD,
                        "Who may use the daemon is settled: root, its own user, and the group oxt.",
                        "")
                : new Finding(
                        "group",
                        Finding.Verdict.WARNING,
                        "There is no group oxt, so only root may use the daemon.",
                        "addgroup --system oxt && adduser USER oxt, then restart oxtd");
    }
}
