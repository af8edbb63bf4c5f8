package oxt.api;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import oxt.trust.Pcr;

/**
 * A sealed secret, in one line.
 *
 * @param boots how many boots may open it: two from a rehearsal until the secret is sealed again
 */
public record SealRow(String name, Instant since, List<Integer> registers, int boots) {
    private static final int MOST = 256;

    public SealRow {
        registers = List.copyOf(registers);
    }

    private static final Key<SealRow, String> NAME =
            Replies.word("name", "Its name.", SealRow::name);
    private static final Key<SealRow, Instant> SINCE =
            Replies.instant("since", "When it was sealed.", SealRow::since);
    private static final Key<SealRow, List<Integer>> REGISTERS =
            Key.required(
                    "registers",
                    ListShape.of(Scalars.integer(0, Pcr.COUNT - 1), Pcr.COUNT),
                    "What must be as it was.",
                    SealRow::registers);
    private static final Key<SealRow, Integer> BOOTS =
            Key.required(
                    "boots",
                    Scalars.integer(1, MOST),
                    "How many boots may open it.",
                    SealRow::boots);
    public static final RecordShape<SealRow> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "sealed secret row",
                            "A sealed secret.",
                            List.of(NAME, SINCE, REGISTERS, BOOTS),
                            fields ->
                                    new SealRow(
                                            fields.of(NAME),
                                            fields.of(SINCE),
                                            fields.of(REGISTERS),
                                            fields.of(BOOTS))));

    /** Answers {@code GET /v1/launch/secrets}. */
    public static final RecordShape<List<SealRow>> LIST =
            RecordShape.only(
                    "sealed secrets",
                    "Every secret that is sealed here.",
                    Key.required(
                            "secrets", ListShape.of(SHAPE, MOST), "By name.", Function.identity()));

    public static SealRow of(SealedDocument document) {
        return new SealRow(
                document.name(),
                document.since(),
                document.key().selection().registers().stream().map(Pcr::index).toList(),
                document.key().boots().size());
    }
}
