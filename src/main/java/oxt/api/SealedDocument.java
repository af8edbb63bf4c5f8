package oxt.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.ForeseenEvent;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.tpm.ObjectCommands.Created;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.PublicArea;
import oxt.trust.tpm.Sealed;

/**
 * A sealed secret as it is kept on the disk; nothing in it is secret to who has not the TPM or the
 * recovery key.
 *
 * @param key what the TPM opens: the key of the secret
 * @param secret encrypted by that key
 * @param recovery that key, encrypted by the recovery key
 * @param log of the boot that it was sealed in
 * @param foreseen what a coming boot should measure; empty where none was rehearsed
 */
public record SealedDocument(
        String name,
        Instant since,
        Sealed key,
        Bytes secret,
        Bytes recovery,
        Bytes log,
        List<ForeseenEvent> foreseen) {
    private static final int MOST_BYTES = 16 << 20;
    private static final int MOST_EVENTS = 10_000;

    public SealedDocument {
        foreseen = List.copyOf(foreseen);
    }

    /** The key's parts, before they are put together. */
    private record Parts(
            Bytes inner,
            Bytes area,
            Bytes storageKey,
            HashAlgorithm bank,
            List<Integer> registers,
            List<List<Bytes>> boots,
            long counter,
            long count) {}

    private static ScalarShape<Bytes> hex() {
        return Scalars.parsed("hexadecimal digits", SealedDocument::bytes);
    }

    private static Optional<Bytes> bytes(String hex) {
        try {
            return Optional.of(Bytes.of(HexFormat.of().parseHex(hex)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static final Key<Parts, Bytes> INNER =
            Key.required("private", hex(), "What only the TPM decrypts.", Parts::inner);
    private static final Key<Parts, Bytes> AREA =
            Key.required("public", hex(), "TPMT_PUBLIC.", Parts::area);
    private static final Key<Parts, Bytes> STORAGE_KEY =
            Key.required("storage-key", hex(), "The name of its parent.", Parts::storageKey);
    private static final Key<Parts, HashAlgorithm> BANK =
            Key.required("bank", Scalars.choice(HashAlgorithm.values()), "", Parts::bank);
    private static final Key<Parts, List<Integer>> REGISTERS =
            Key.required(
                    "registers",
                    ListShape.of(Scalars.integer(0, Pcr.COUNT - 1), Pcr.COUNT),
                    "Ascending.",
                    Parts::registers);
    private static final Key<Parts, List<List<Bytes>>> BOOTS =
            Key.required(
                    "boots",
                    ListShape.of(ListShape.of(hex(), Pcr.COUNT), Sealed.MOST_BOOTS),
                    "What the registers hold in each boot that may open it.",
                    Parts::boots);
    private static final Key<Parts, Long> COUNTER =
            Replies.count("counter", "Its handle in the TPM.", Parts::counter);
    private static final Key<Parts, Long> COUNT =
            Replies.count("count", "Where the counter stands.", Parts::count);
    private static final RecordShape<Parts> PARTS =
            RecordShape.of(
                    "sealed key",
                    "What the TPM opens.",
                    List.of(INNER, AREA, STORAGE_KEY, BANK, REGISTERS, BOOTS, COUNTER, COUNT),
                    fields ->
                            new Parts(
                                    fields.of(INNER),
                                    fields.of(AREA),
                                    fields.of(STORAGE_KEY),
                                    fields.of(BANK),
                                    fields.of(REGISTERS),
                                    fields.of(BOOTS),
                                    fields.of(COUNTER),
                                    fields.of(COUNT)));

    private static final Key<ForeseenEvent, Integer> PCR =
            Key.required(
                    "pcr",
                    Scalars.integer(0, Pcr.COUNT - 1),
                    "The register.",
                    event -> event.pcr().index());
    private static final Key<ForeseenEvent, Bytes> DIGEST =
            Key.required("digest", hex(), "What it is extended by.", ForeseenEvent::digest);
    private static final Key<ForeseenEvent, String> WHAT =
            Replies.sentence("what", "For people.", ForeseenEvent::what);
    private static final Key<ForeseenEvent, ForeseenEvent.Source> SOURCE =
            Key.required(
                    "source",
                    Scalars.choice(ForeseenEvent.Source.values()),
                    "Where it is known from.",
                    ForeseenEvent::source);
    private static final RecordShape<ForeseenEvent> EVENT =
            RecordShape.of(
                    "foreseen event",
                    "Something that the coming boot should measure.",
                    List.of(PCR, DIGEST, WHAT, SOURCE),
                    fields ->
                            new ForeseenEvent(
                                    new Pcr(fields.of(PCR)),
                                    fields.of(DIGEST),
                                    fields.of(WHAT),
                                    fields.of(SOURCE)));

    private static final Key<SealedDocument, String> NAME =
            Replies.word("name", "Its name.", SealedDocument::name);
    private static final Key<SealedDocument, Instant> SINCE =
            Replies.instant("since", "When it was sealed.", SealedDocument::since);
    private static final Key<SealedDocument, Parts> KEY =
            Key.required("key", PARTS, "What the TPM opens.", document -> parts(document.key));
    private static final Key<SealedDocument, Bytes> SECRET =
            Key.required("secret", hex(), "Encrypted by the key.", SealedDocument::secret);
    private static final Key<SealedDocument, Bytes> RECOVERY =
            Key.required(
                    "recovery",
                    hex(),
                    "The key, encrypted by the recovery key.",
                    SealedDocument::recovery);
    private static final Key<SealedDocument, String> LOG =
            Key.required(
                    "log",
                    Scalars.text(MOST_BYTES * 4 / 3 + 4),
                    "Of the boot that it was sealed in; base 64.",
                    document -> Base64.getEncoder().encodeToString(document.log.toArray()));
    private static final Key<SealedDocument, List<ForeseenEvent>> FORESEEN =
            Key.standard(
                    "foreseen",
                    ListShape.of(EVENT, MOST_EVENTS),
                    List.of(),
                    "What the coming boot should measure.",
                    SealedDocument::foreseen);

    /** Read again, and all at once refused where a part of it is damaged. */
    private record Kept(
            String name,
            Instant since,
            Parts parts,
            Bytes secret,
            Bytes recovery,
            String log,
            List<ForeseenEvent> foreseen) {}

    private static final RecordShape<SealedDocument> WRITTEN =
            RecordShape.of(
                    "sealed secret",
                    "A secret that opens in one boot.",
                    List.of(NAME, SINCE, KEY, SECRET, RECOVERY, LOG, FORESEEN),
                    fields ->
                            made(
                                    new Kept(
                                            fields.of(NAME),
                                            fields.of(SINCE),
                                            fields.of(KEY),
                                            fields.of(SECRET),
                                            fields.of(RECOVERY),
                                            fields.of(LOG),
                                            fields.of(FORESEEN))));

    private static Parts parts(Sealed key) {
        List<List<Bytes>> boots = new ArrayList<>();
        key.boots().forEach(boot -> boots.add(List.copyOf(boot.values().values())));
        return new Parts(
                key.object().inner(),
                key.object().area().written(),
                key.storageKey(),
                key.selection().bank(),
                key.selection().registers().stream().map(Pcr::index).toList(),
                boots,
                key.counter(),
                key.count());
    }

    private static SealedDocument made(Kept kept) {
        Parts parts = kept.parts;
        List<Pcr> registers = parts.registers.stream().map(Pcr::new).toList();
        List<PcrBank> boots = new ArrayList<>();
        for (List<Bytes> boot : parts.boots) {
            if (boot.size() != registers.size()) {
                throw new IllegalArgumentException("a boot of other registers");
            }
            SortedMap<Pcr, Bytes> values = new TreeMap<>();
            for (int index = 0; index < boot.size(); index++) {
                values.put(registers.get(index), boot.get(index));
            }
            boots.add(new PcrBank(parts.bank, values));
        }
        if (boots.isEmpty()) {
            throw new IllegalArgumentException("no boot");
        }
        return new SealedDocument(
                kept.name,
                kept.since,
                new Sealed(
                        new Created(
                                parts.inner,
                                PublicArea.read(parts.area, "The sealed key").orThrow()),
                        parts.storageKey,
                        PcrSelection.of(parts.bank, registers),
                        boots,
                        parts.counter,
                        parts.count),
                kept.secret,
                kept.recovery,
                Bytes.of(Base64.getDecoder().decode(kept.log)),
                kept.foreseen);
    }

    public String written() {
        return Json.write(WRITTEN.write(this)) + "\n";
    }

    /**
     * @param file for people
     */
    public static Reading<SealedDocument> read(String text, String file) {
        try {
            return Json.read(text, Bounds.REPLY).then(WRITTEN::read);
        } catch (IllegalArgumentException damaged) {
            return Reading.bad(
                    new Problem.Failed(
                            "sealed-damaged",
                            "The sealed secret in " + file + " is damaged.",
                            "Bring the file back from a backup, or remove the secret and seal it"
                                    + " again."));
        }
    }
}
