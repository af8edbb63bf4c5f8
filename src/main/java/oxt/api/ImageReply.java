package oxt.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.plan.ImagePart;

/** An image of the catalogue. */
public record ImageReply(ImageName name, String description, State state) {

    public sealed interface State {
        /** It can be built. */
        record NotBuilt() implements State {}

        /**
         * @param digest SHA-256 in hexadecimal; the same for the same content
         */
        record Built(String digest, ByteSize size, Instant built, List<ImagePart> parts)
                implements State {
            public Built {
                parts = List.copyOf(parts);
            }
        }
    }

    private static final Key<State.Built, String> DIGEST =
            Replies.word("digest", "SHA-256 of the content, in hexadecimal.", State.Built::digest);
    private static final Key<State.Built, ByteSize> SIZE =
            Key.required("size", Replies.SIZE, "Of all its files.", State.Built::size);
    private static final Key<State.Built, Instant> BUILT_AT =
            Replies.instant("at", "When it was built.", State.Built::built);
    private static final Key<State.Built, List<ImagePart>> PARTS =
            Key.required(
                    "parts",
                    ListShape.of(Scalars.choice(ImagePart.values()), Replies.MOST),
                    "What it holds.",
                    State.Built::parts);
    private static final RecordShape<State.Built> BUILT =
            Replies.reply(
                    RecordShape.of(
                            "built image",
                            "What was built.",
                            List.of(DIGEST, SIZE, BUILT_AT, PARTS),
                            fields ->
                                    new State.Built(
                                            fields.of(DIGEST),
                                            fields.of(SIZE),
                                            fields.of(BUILT_AT),
                                            fields.of(PARTS))));

    private static final Key<ImageReply, ImageName> NAME =
            Key.required("name", BootDocument.IMAGE_NAME, "The image's name.", ImageReply::name);
    private static final Key<ImageReply, String> DESCRIPTION =
            Replies.sentence("description", "What it is for.", ImageReply::description);
    private static final Key<ImageReply, State.Built> STATE =
            Key.optional(
                    "built",
                    BUILT,
                    "not built yet",
                    "What was built, and when.",
                    ImageReply::built);

    public static final RecordShape<ImageReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "image",
                            "An image of the catalogue.",
                            List.of(NAME, DESCRIPTION, STATE),
                            fields ->
                                    new ImageReply(
                                            fields.of(NAME),
                                            fields.of(DESCRIPTION),
                                            fields.find(STATE)
                                                    .<State>map(built -> built)
                                                    .orElseGet(State.NotBuilt::new))));

    /** Answers {@code GET /v1/images}. */
    public static final RecordShape<List<ImageReply>> LIST =
            RecordShape.only(
                    "image list",
                    "Every image, by name.",
                    Key.required(
                            "images",
                            ListShape.of(SHAPE, Replies.MOST),
                            "Every image, by name.",
                            Function.identity()));

    private Optional<State.Built> built() {
        return switch (state) {
            case State.Built built -> Optional.of(built);
            case State.NotBuilt _ -> Optional.empty();
        };
    }
}
