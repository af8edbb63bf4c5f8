package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.ByteSize;

/**
 * This machine and what its engine can do; answers {@code GET /v1/host}.
 *
 * @param version of oxt
 * @param engine its name and version
 * @param processor the model's name, as the machine says it
 */
public record HostReply(
        String name,
        String version,
        String engine,
        List<Accelerator> accelerators,
        String kernel,
        String processor,
        int processors,
        ByteSize memory,
        ByteSize freeMemory,
        List<Able> features) {

    public HostReply {
        accelerators = List.copyOf(accelerators);
        features = List.copyOf(features);
    }

    /** Something that runs guest code, whether it is used and why not. */
    public record Accelerator(String name, Use use, String why) {
        public enum Use {
            /** Guests run with it. */
            USED,
            /** It works; a better one is used. */
            USABLE,
            UNUSABLE
        }

        private static final Key<Accelerator, String> NAME =
                Replies.word("name", "As QEMU calls it.", Accelerator::name);
        private static final Key<Accelerator, Use> USE =
                Key.required(
                        "use",
                        Scalars.choice(Use.values()),
                        "Whether guests run with it.",
                        Accelerator::use);
        private static final Key<Accelerator, String> WHY =
                Replies.sentence("why", "How that is known.", Accelerator::why);
        static final RecordShape<Accelerator> SHAPE =
                Replies.reply(
                        RecordShape.of(
                                "accelerator",
                                "Something that runs guest code.",
                                List.of(NAME, USE, WHY),
                                fields ->
                                        new Accelerator(
                                                fields.of(NAME), fields.of(USE), fields.of(WHY))));
    }

    /** A feature and whether the engine can do it here. */
    public record Able(String feature, Answer answer) {

        public sealed interface Answer {
            record Yes() implements Answer {}

            record No(String why, String remedy) implements Answer {}
        }

        private static final Key<Able, String> FEATURE =
                Replies.word("feature", "In words.", Able::feature);
        private static final Key<Able, String> WHY =
                Key.optional(
                        "why",
                        Replies.SENTENCE,
                        "it can",
                        "Why the engine cannot do it here.",
                        able -> no(able).map(Answer.No::why));
        private static final Key<Able, String> REMEDY =
                Key.optional(
                        "remedy",
                        Replies.SENTENCE,
                        "it can",
                        "What would make it possible.",
                        able -> no(able).map(Answer.No::remedy));
        static final RecordShape<Able> SHAPE =
                Replies.reply(
                        RecordShape.of(
                                "feature",
                                "What the engine can do here, or why not.",
                                List.of(FEATURE, WHY, REMEDY),
                                fields ->
                                        new Able(
                                                fields.of(FEATURE),
                                                fields.find(WHY)
                                                        .<Answer>map(why -> no(why, fields))
                                                        .orElseGet(Answer.Yes::new))));

        private static Answer no(String why, Fields<Able> fields) {
            return new Answer.No(why, fields.find(REMEDY).orElse(""));
        }

        private static Optional<Answer.No> no(Able able) {
            return switch (able.answer) {
                case Answer.Yes _ -> Optional.empty();
                case Answer.No no -> Optional.of(no);
            };
        }
    }

    private static final Key<HostReply, String> NAME =
            Replies.word("name", "The machine's host name.", HostReply::name);
    private static final Key<HostReply, String> VERSION =
            Replies.word("version", "The daemon's version.", HostReply::version);
    private static final Key<HostReply, String> ENGINE =
            Replies.word("engine", "The engine and its version.", HostReply::engine);
    private static final Key<HostReply, List<Accelerator>> ACCELERATORS =
            Key.required(
                    "accelerators",
                    ListShape.of(Accelerator.SHAPE, Replies.MOST),
                    "What could run guest code, and what does.",
                    HostReply::accelerators);
    private static final Key<HostReply, String> KERNEL =
            Key.standard(
                    "kernel", Replies.WORD, "", "The Linux kernel's release.", HostReply::kernel);
    private static final Key<HostReply, String> PROCESSOR =
            Key.standard(
                    "processor",
                    Replies.WORD,
                    "",
                    "The processors' model, as the machine names it.",
                    HostReply::processor);
    private static final Key<HostReply, Integer> PROCESSORS =
            Key.required(
                    "processors",
                    Scalars.integer(1, Integer.MAX_VALUE),
                    "The machine's processors.",
                    HostReply::processors);
    private static final Key<HostReply, ByteSize> MEMORY =
            Key.required("memory", Replies.SIZE, "The machine's memory.", HostReply::memory);
    private static final Key<HostReply, ByteSize> FREE_MEMORY =
            Key.required(
                    "free-memory", Replies.SIZE, "What new VMs can have.", HostReply::freeMemory);
    private static final Key<HostReply, List<Able>> FEATURES =
            Key.required(
                    "features",
                    ListShape.of(Able.SHAPE, Replies.MOST),
                    "What the engine can do here.",
                    HostReply::features);

    public static final RecordShape<HostReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "host",
                            "This machine and what its engine can do.",
                            List.of(
                                    NAME,
                                    VERSION,
                                    ENGINE,
                                    ACCELERATORS,
                                    KERNEL,
                                    PROCESSOR,
                                    PROCESSORS,
                                    MEMORY,
                                    FREE_MEMORY,
                                    FEATURES),
                            fields ->
                                    new HostReply(
                                            fields.of(NAME),
                                            fields.of(VERSION),
                                            fields.of(ENGINE),
                                            fields.of(ACCELERATORS),
                                            fields.of(KERNEL),
                                            fields.of(PROCESSOR),
                                            fields.of(PROCESSORS),
                                            fields.of(MEMORY),
                                            fields.of(FREE_MEMORY),
                                            fields.of(FEATURES))));
}
