package oxt.trust.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import oxt.model.Problem;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.ImaEntry;
import oxt.trust.ImaListReader;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.evidence.RegisterRule.Others;
import oxt.trust.tpm.JdkSignatures;
import oxt.trust.tpm.SoftwareKey;

/** Evidence with the list of files that a kernel measured since its boot. */
class FileEvidenceTest {
    private static final Pcr PCR = new Pcr(10);
    private static final HashAlgorithm BANK = HashAlgorithm.SHA256;

    /** The quote is made when the kernel has measured so many. */
    private static final int QUOTED = 20;

    private final SoftwareKey key = new SoftwareKey();
    private Bytes list = Bytes.NONE;
    private List<ImaEntry> entries = List.of();

    FileEvidenceTest() throws Exception {}

    @BeforeEach
    void read() throws Exception {
        list =
                Bytes.of(
                        Files.readAllBytes(
                                Path.of("src/test/resources/corpus/ima-list/grub-secure-boot")));
        entries = ImaListReader.read(list).orThrow();
    }

    @Test
    void files_are_counted_and_those_behind_the_quote_are_not() throws Exception {
        Verdict verdict = verdict(Optional.of(list), Others.REPORTED, List.of());
        assertEquals(
                new Verdict.Trusted(
                        Set.of(),
                        Verdict.Freshness.FRESH,
                        List.of(new Verdict.MeasuredFiles(PCR, QUOTED - 1, QUOTED - 1))),
                verdict);
    }

    @Test
    void where_others_are_refused_each_file_has_to_be_known_by_its_digest() throws Exception {
        List<FileRule> known = new ArrayList<>();
        for (ImaEntry entry : entries.subList(1, QUOTED)) {
            known.add(
                    new FileRule(
                            entry.named().path().orElseThrow(),
                            List.of(entry.named().digest().orElseThrow())));
        }
        assertInstanceOf(Verdict.Trusted.class, verdict(Optional.of(list), Others.REFUSED, known));

        FileRule one = measuredOnce(known);
        known.remove(one);
        BootChange.OtherFile unknown = onlyChange(known);
        assertEquals(one.path(), unknown.path());
        assertEquals(one.digests(), List.of(unknown.digest()));
        assertEquals(List.of(), unknown.allowed());

        known.add(new FileRule(one.path(), List.of("sha256:" + "00".repeat(32))));
        assertEquals(List.of("sha256:" + "00".repeat(32)), onlyChange(known).allowed());
    }

    private static FileRule measuredOnce(List<FileRule> files) {
        return files.stream()
                .filter(
                        file ->
                                files.stream()
                                                .filter(each -> each.path().equals(file.path()))
                                                .count()
                                        == 1)
                .findFirst()
                .orElseThrow();
    }

    private BootChange.OtherFile onlyChange(List<FileRule> known) throws Exception {
        List<BootChange> changes =
                assertInstanceOf(
                                Verdict.Changed.class,
                                verdict(Optional.of(list), Others.REFUSED, known))
                        .changes();
        assertEquals(1, changes.size(), changes.toString());
        return assertInstanceOf(BootChange.OtherFile.class, changes.getFirst());
    }

    @Test
    void a_list_that_does_not_lead_to_the_register_proves_nothing() throws Exception {
        for (int entry = 0; entry < QUOTED; entry++) {
            int begin = (int) entries.get(entry).offset();
            int end = (int) entries.get(entry + 1).offset();
            Bytes without = join(list.slice(0, begin), list.slice(end, list.length() - end));
            assertUnproven("evidence-files-differ", Optional.of(without));
        }
        Bytes tooShort = list.slice(0, (int) entries.get(QUOTED - 1).offset());
        assertUnproven("evidence-files-differ", Optional.of(tooShort));
        assertUnproven("log-malformed", Optional.of(list.slice(0, list.length() - 1)));
        assertUnproven("evidence-without-files", Optional.empty());
    }

    private static Bytes join(Bytes first, Bytes second) {
        return Bytes.ofHex(first.hex() + second.hex());
    }

    private void assertUnproven(String code, Optional<Bytes> files) throws Exception {
        Verdict verdict = verdict(files, Others.REPORTED, List.of());
        assertEquals(
                List.of(code),
                assertInstanceOf(Verdict.Unproven.class, verdict).reasons().stream()
                        .map(Problem::code)
                        .toList());
    }

    private Verdict verdict(Optional<Bytes> files, Others others, List<FileRule> known)
            throws Exception {
        BootPolicy boot = Machines.policy();
        List<RegisterRule> rules = new ArrayList<>(boot.registers());
        rules.removeIf(rule -> rule.pcr().equals(PCR));
        rules.add(new RegisterRule.ByFiles(PCR, others, known));
        BootPolicy policy =
                new BootPolicy(
                        boot.version(), boot.bank(), boot.startupLocality(), rules, boot.vms());
        Evidence evidence = evidence(files);
        return new Verifier(new JdkSignatures())
                .verify(evidence, Machines.question(evidence, policy));
    }

    private Evidence evidence(Optional<Bytes> files) throws Exception {
        SortedMap<Pcr, Bytes> values = new TreeMap<>(Machines.registers().values());
        values.put(PCR, register());
        Evidence boot =
                Machines.forged(key, new PcrBank(BANK, values), Machines.CLOCK, Optional.empty());
        return new Evidence(
                boot.nonce(),
                boot.quote(),
                boot.signature(),
                boot.key(),
                boot.registers(),
                boot.log(),
                files,
                boot.statement());
    }

    private Bytes register() {
        Bytes value = Bytes.filled(0, BANK.size());
        for (ImaEntry entry : entries.subList(0, QUOTED)) {
            value =
                    BANK.extend(
                            value,
                            entry.isViolation()
                                    ? Bytes.filled(0xff, BANK.size())
                                    : BANK.digest(entry.fields()));
        }
        return value;
    }
}
