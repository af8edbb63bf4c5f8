package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.VmName;

/**
 * What is to have a seat's focus.
 *
 * @param vm the console where it is empty
 */
public record FocusDocument(Optional<VmName> vm) {

    private static final Key<FocusDocument, VmName> VM =
            Key.optional(
                    "vm",
                    Replies.VM_NAME,
                    "the console",
                    "The VM that is to get what is typed; without it, none does.",
                    FocusDocument::vm);

    public static final RecordShape<FocusDocument> SHAPE =
            RecordShape.of(
                    "focus",
                    "What is to have the focus.",
                    List.of(VM),
                    fields -> new FocusDocument(fields.find(VM)));
}
