package oxt.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.evidence.Evidence;
import oxt.trust.evidence.VmStatement;

/** What a machine hands out to be judged by; {@code docs/reference/evidence.md} has the format. */
public final class EvidenceDocument {
    private static final int FORMAT = 1;
    private static final int LARGEST_STRUCTURE = 4_096;

    /** A host that measures every file it opens has as much after some weeks. */
    public static final int LARGEST_FILES = EventLogReader.LARGEST_LOG;

    /** Two logs of the largest size in base64, and all else. */
    public static final Bounds BOUNDS =
            new Bounds(3 * EventLogReader.LARGEST_LOG, Bounds.REQUEST.depth());

    private record Register(int pcr, Bytes value) {}

    private static final Key<Register, Integer> PCR =
            Key.required("pcr", Scalars.integer(0, Pcr.COUNT - 1), "The register.", Register::pcr);
    private static final Key<Register, Bytes> VALUE =
            Key.required("value", Encoded.hex(20, 64), "What it holds.", Register::value);
    private static final RecordShape<Register> REGISTER =
            RecordShape.of(
                    "quoted register",
                    "A register's value.",
                    List.of(PCR, VALUE),
                    fields -> new Register(fields.of(PCR), fields.of(VALUE)));

    private static final Key<Evidence, Integer> EVIDENCE =
            Key.required(
                    "evidence",
                    Scalars.integer(FORMAT, FORMAT),
                    "The format's version, which is 1.",
                    _ -> FORMAT);
    private static final Key<Evidence, Bytes> NONCE =
            Key.required("nonce", Encoded.hex(1, 64), "What it was asked with.", Evidence::nonce);
    private static final Key<Evidence, Bytes> QUOTE =
            structure("quote", "What the TPM signed: TPMS_ATTEST.", Evidence::quote);
    private static final Key<Evidence, Bytes> SIGNATURE =
            structure("signature", "By the attestation key: TPMT_SIGNATURE.", Evidence::signature);
    private static final Key<Evidence, Bytes> KEY =
            structure("attestation-key", "Its public area: TPMT_PUBLIC.", Evidence::key);
    private static final Key<Evidence, HashAlgorithm> BANK =
            Key.required(
                    "bank",
                    Scalars.choice(List.of(HashAlgorithm.values()), HashAlgorithm::word),
                    "Of the registers.",
                    evidence -> evidence.registers().algorithm());
    private static final Key<Evidence, List<Register>> REGISTERS =
            Key.required(
                    "registers",
                    ListShape.named(
                            REGISTER, Pcr.COUNT, register -> Integer.toString(register.pcr())),
                    "The values of all registers that the quote covers.",
                    EvidenceDocument::registers);
    private static final Key<Evidence, Bytes> LOG =
            Key.optional(
                    "log",
                    Encoded.base64(EventLogReader.LARGEST_LOG),
                    "none",
                    "The boot's event log, as the kernel has it.",
                    Evidence::log);
    private static final Key<Evidence, Bytes> FILES =
            Key.optional(
                    "files",
                    Encoded.base64(LARGEST_FILES),
                    "none",
                    "The kernel's list of the files that it measured, taken after the quote.",
                    Evidence::files);
    private static final Key<Evidence, String> STATEMENT =
            Key.optional(
                    "statement",
                    Replies.SENTENCE,
                    "none",
                    "About a VM: the very text that is bound to the quote.",
                    evidence ->
                            evidence.statement()
                                    .map(about -> about.text().text(StandardCharsets.UTF_8)));
    public static final RecordShape<Evidence> SHAPE =
            RecordShape.of(
                            "evidence",
                            "What a machine booted, signed by its TPM.",
                            List.of(
                                    EVIDENCE, NONCE, QUOTE, SIGNATURE, KEY, BANK, REGISTERS,
                                    STATEMENT, LOG, FILES),
                            EvidenceDocument::evidence)
                    .check(List.of(BANK, REGISTERS), EvidenceDocument::valuesAreOfTheBank)
                    .check(List.of(STATEMENT), EvidenceDocument::statementIsOne);

    private EvidenceDocument() {}

    /** Of a file's text. */
    public static Reading<Evidence> read(String json) {
        return Json.read(json, BOUNDS).then(SHAPE::read);
    }

    private static Key<Evidence, Bytes> structure(
            String name, String description, Function<Evidence, Bytes> value) {
        return Key.required(name, Encoded.base64(LARGEST_STRUCTURE), description, value);
    }

    private static List<Register> registers(Evidence evidence) {
        return evidence.registers().values().entrySet().stream()
                .map(entry -> new Register(entry.getKey().index(), entry.getValue()))
                .toList();
    }

    private static void valuesAreOfTheBank(Fields<Evidence> fields) {
        HashAlgorithm bank = fields.of(BANK);
        for (Register register : fields.of(REGISTERS)) {
            if (register.value().length() != bank.size()) {
                fields.refuse(
                        new Problem.Invalid(
                                "digest-of-other-bank",
                                "PCR "
                                        + register.pcr()
                                        + " has "
                                        + register.value().length()
                                        + " bytes; registers of bank "
                                        + bank.word()
                                        + " have "
                                        + bank.size()
                                        + ".",
                                "Write values of one bank.",
                                fields.place(REGISTERS)));
            }
        }
    }

    private static void statementIsOne(Fields<Evidence> fields) {
        fields.find(STATEMENT)
                .map(StatementDocument::read)
                .ifPresent(
                        read -> {
                            if (read instanceof Reading.Bad<VmStatement>(var problems)) {
                                problems.forEach(fields::refuse);
                            }
                        });
    }

    private static Evidence evidence(Fields<Evidence> fields) {
        SortedMap<Pcr, Bytes> values = new TreeMap<>();
        for (Register register : fields.of(REGISTERS)) {
            values.put(new Pcr(register.pcr()), register.value());
        }
        return new Evidence(
                fields.of(NONCE),
                fields.of(QUOTE),
                fields.of(SIGNATURE),
                fields.of(KEY),
                new PcrBank(fields.of(BANK), values),
                fields.find(LOG),
                fields.find(FILES),
                fields.find(STATEMENT).map(text -> StatementDocument.read(text).orThrow()));
    }
}
