package oxt.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.BootStatus;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.evidence.BootPolicy;
import oxt.trust.evidence.EventRule;
import oxt.trust.evidence.PolicyOfLog;
import oxt.trust.evidence.RegisterRule;
import oxt.trust.evidence.VmRule;

/** What machines may boot, by event, as people write it in YAML; {@code oxt launch policy}. */
public final class PolicyDocument {
    private static final Key<BootPolicy, Long> VERSION =
            Key.required(
                    "version",
                    Scalars.number(1, Long.MAX_VALUE),
                    "Raise it with every change; a VM's evidence is for one version.",
                    BootPolicy::version);
    private static final Key<BootPolicy, HashAlgorithm> BANK =
            Key.required(
                    "bank",
                    Scalars.choice(List.of(HashAlgorithm.values()), HashAlgorithm::word),
                    "Of all digests here.",
                    BootPolicy::bank);
    private static final Key<BootPolicy, Integer> LOCALITY =
            Key.standard(
                    "startup-locality",
                    Scalars.integer(0, 4),
                    0,
                    "From where the TPM was started; register 0 begins with it.",
                    BootPolicy::startupLocality);
    private static final Key<BootPolicy, List<RegisterRule>> REGISTERS =
            Key.required(
                    "registers",
                    ListShape.named(
                            RegisterRuleDocument.SHAPE,
                            Pcr.COUNT,
                            rule -> Integer.toString(rule.pcr().index())),
                    "What each register may hold; one that is not here is not judged.",
                    BootPolicy::registers);
    private static final Key<BootPolicy, List<VmRule>> VMS =
            Key.standard(
                    "vms",
                    ListShape.named(VmRuleDocument.SHAPE, Replies.MOST, VmRule::name),
                    List.of(),
                    "VMs that evidence may be given for.",
                    BootPolicy::vms);

    public static final RecordShape<BootPolicy> SHAPE =
            RecordShape.of(
                            "boot policy",
                            "What machines may boot.",
                            List.of(VERSION, BANK, LOCALITY, REGISTERS, VMS),
                            fields ->
                                    new BootPolicy(
                                            fields.of(VERSION),
                                            fields.of(BANK),
                                            fields.of(LOCALITY),
                                            fields.of(REGISTERS),
                                            fields.of(VMS)))
                    .check(List.of(BANK, REGISTERS), PolicyDocument::digestsAreOfTheBank)
                    .check(List.of(REGISTERS), PolicyDocument::judgesSomething);

    private PolicyDocument() {}

    /** Of a file's bytes; every problem with line and column. */
    public static Reading<BootPolicy> read(byte[] yaml) {
        return Yaml.read(yaml).then(SHAPE::read);
    }

    /** For people, who go on from there. */
    public static String yaml(BootPolicy policy) {
        return Yaml.write(SHAPE.write(policy));
    }

    /** What allows the boot of a log that somebody holds to be good, and nothing else. */
    public static Reading<BootPolicy> ofLog(byte[] log) {
        return EventLogReader.read(Bytes.of(log)).then(PolicyDocument::ofLog);
    }

    /** The same as a document. */
    public static Reading<Node.Mapping> nodeOfLog(byte[] log) {
        return ofLog(log).map(SHAPE::write);
    }

    /**
     * What allows the boot of this machine, and nothing else.
     *
     * @param log nothing where the kernel has none, as below Xen: the registers' values are all
     *     there is then
     * @param tpm at least one bank
     */
    public static Reading<BootPolicy> ofMachine(
            Optional<EventLog> log, Map<HashAlgorithm, PcrBank> tpm) {
        PcrBank bank = BootStatus.bank(log, tpm);
        return judging(
                log.map(read -> PolicyOfLog.of(read, bank)).orElseGet(() -> PolicyOfLog.of(bank)));
    }

    private static Reading<BootPolicy> ofLog(EventLog log) {
        return judging(PolicyOfLog.of(log, HashAlgorithm.shown(log.banks())));
    }

    private static Reading<BootPolicy> judging(BootPolicy policy) {
        return policy.judges()
                ? Reading.good(policy)
                : Reading.bad(
                        new Problem.Invalid(
                                "nothing-measured",
                                "Nothing that was measured is proven, so a policy could judge nothing.",
                                "Make it of a boot that was measured; see oxt launch status."));
    }

    private static void digestsAreOfTheBank(Fields<BootPolicy> fields) {
        HashAlgorithm bank = fields.of(BANK);
        List<RegisterRule> rules = fields.of(REGISTERS);
        for (int at = 0; at < rules.size(); at++) {
            Optional<Bytes> other =
                    digests(rules.get(at)).filter(one -> one.length() != bank.size()).findFirst();
            if (other.isPresent()) {
                fields.refuse(
                        new Problem.Invalid(
                                "digest-of-other-bank",
                                rules.get(at).pcr()
                                        + " has a digest of "
                                        + other.get().length()
                                        + " bytes; those of bank "
                                        + bank.word()
                                        + " have "
                                        + bank.size()
                                        + ".",
                                "Write digests of the policy's bank, or change the bank.",
                                fields.place(REGISTERS, at)));
            }
        }
    }

    private static Stream<Bytes> digests(RegisterRule rule) {
        return switch (rule) {
            case RegisterRule.ByEvents(_, var events) ->
                    events.stream().flatMap(PolicyDocument::digests);
            case RegisterRule.ByValue(_, var values) -> values.stream();
            case RegisterRule.ByFiles _, RegisterRule.NotJudged _ -> Stream.empty();
        };
    }

    private static Stream<Bytes> digests(EventRule rule) {
        return switch (rule) {
            case EventRule.These(_, var digests) -> digests.stream();
            case EventRule.Anything _, EventRule.AnyNumber _ -> Stream.empty();
        };
    }

    /** Who trusts every machine needs no policy. */
    private static void judgesSomething(Fields<BootPolicy> fields) {
        if (fields.of(REGISTERS).stream().noneMatch(RegisterRule::judgesTheBoot)) {
            fields.refuse(
                    new Problem.Invalid(
                            "policy-judges-nothing",
                            "The boot policy judges nothing of the boot, so every machine would be"
                                    + " trusted.",
                            "Judge at least one register by events or by value.",
                            fields.place(REGISTERS)));
        }
    }
}
