package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.VmName;

/**
 * A VM at a seat.
 *
 * @param colour as six hexadecimal digits behind a number sign
 */
public record SeatRow(
        VmName name, Optional<Integer> slot, String colour, String label, VmState state) {

    private static final Key<SeatRow, VmName> NAME =
            Key.required("name", Replies.VM_NAME, "Its name.", SeatRow::name);
    private static final Key<SeatRow, Integer> SLOT =
            Key.optional(
                    "slot",
                    Scalars.integer(1, 9),
                    "none",
                    "The number that it is chosen by.",
                    SeatRow::slot);
    private static final Key<SeatRow, String> COLOUR =
            Replies.word(
                    "colour",
                    "Of everything around its picture, as six hexadecimal digits: #2f6fb3.",
                    SeatRow::colour);
    private static final Key<SeatRow, String> LABEL =
            Replies.word("label", "What a person calls it.", SeatRow::label);
    private static final Key<SeatRow, VmState> STATE =
            Key.required(
                    "state", Scalars.choice(VmState.values()), "What it does.", SeatRow::state);

    public static final RecordShape<SeatRow> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "VM at a seat",
                            "What a person knows a VM by.",
                            List.of(NAME, SLOT, COLOUR, LABEL, STATE),
                            fields ->
                                    new SeatRow(
                                            fields.of(NAME),
                                            fields.find(SLOT),
                                            fields.of(COLOUR),
                                            fields.of(LABEL),
                                            fields.of(STATE))));
}
