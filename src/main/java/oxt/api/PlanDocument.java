package oxt.api;

import java.util.List;
import java.util.function.Function;

/** The {@code plan} of a task. */
final class PlanDocument {
    private static final int LONGEST_TITLE = 1000;

    /** A start has some twenty steps; the bound is for readers of what is not ours. */
    private static final int MOST_PARTS = 10_000;

    private static final String KIND = "kind";

    static final LaterShape<PlanTree> SHAPE =
            new LaterShape<>("a plan", () -> PlanDocument.choice());

    private static final Key<PlanTree.Step, String> TEXT =
            Key.required(
                    "text",
                    Scalars.text(LONGEST_TITLE),
                    "What the step does, in words.",
                    PlanTree.Step::text);
    private static final Key<PlanTree.Step, StepProgress> PROGRESS =
            Key.required(
                    "progress",
                    Scalars.choice(StepProgress.values()),
                    "How far it is.",
                    PlanTree.Step::progress);
    private static final CasesShape.Case<PlanTree.Step> STEP =
            new CasesShape.Case<>(
                    KIND,
                    "step",
                    RecordShape.of(
                                    "step",
                                    "One indivisible thing that is done.",
                                    List.of(TEXT, PROGRESS),
                                    fields ->
                                            new PlanTree.Step(fields.of(TEXT), fields.of(PROGRESS)))
                            .unknown(RecordShape.Unknown.IGNORED));

    private static final Key<PlanTree.InOrder, String> ORDER_TITLE = title(PlanTree.InOrder::title);
    private static final Key<PlanTree.InOrder, List<PlanTree>> ORDER_PARTS =
            parts(PlanTree.InOrder::parts);
    private static final CasesShape.Case<PlanTree.InOrder> IN_ORDER =
            new CasesShape.Case<>(
                    KIND,
                    "in-order",
                    RecordShape.of(
                                    "parts in order",
                                    "One part after the other.",
                                    List.of(ORDER_TITLE, ORDER_PARTS),
                                    fields ->
                                            new PlanTree.InOrder(
                                                    fields.of(ORDER_TITLE), fields.of(ORDER_PARTS)))
                            .unknown(RecordShape.Unknown.IGNORED));

    private static final Key<PlanTree.Together, String> TOGETHER_TITLE =
            title(PlanTree.Together::title);
    private static final Key<PlanTree.Together, List<PlanTree>> TOGETHER_PARTS =
            parts(PlanTree.Together::parts);
    private static final CasesShape.Case<PlanTree.Together> TOGETHER =
            new CasesShape.Case<>(
                    KIND,
                    "together",
                    RecordShape.of(
                                    "parts together",
                                    "All parts at once.",
                                    List.of(TOGETHER_TITLE, TOGETHER_PARTS),
                                    fields ->
                                            new PlanTree.Together(
                                                    fields.of(TOGETHER_TITLE),
                                                    fields.of(TOGETHER_PARTS)))
                            .unknown(RecordShape.Unknown.IGNORED));

    private static final CasesShape<PlanTree> CHOICE =
            new CasesShape<>(
                    "plan",
                    "Steps and their order.",
                    KIND,
                    List.of(STEP, IN_ORDER, TOGETHER),
                    plan ->
                            switch (plan) {
                                case PlanTree.Step step -> STEP.write(step);
                                case PlanTree.InOrder parts -> IN_ORDER.write(parts);
                                case PlanTree.Together parts -> TOGETHER.write(parts);
                            });

    private PlanDocument() {}

    private static CasesShape<PlanTree> choice() {
        return CHOICE;
    }

    private static <R> Key<R, String> title(Function<R, String> value) {
        return Key.required("title", Scalars.text(LONGEST_TITLE), "What the parts do.", value);
    }

    private static <R> Key<R, List<PlanTree>> parts(Function<R, List<PlanTree>> value) {
        return Key.required("parts", ListShape.of(SHAPE, MOST_PARTS), "The parts.", value);
    }
}
