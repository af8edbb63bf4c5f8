package oxt.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import oxt.plan.Plan;
import oxt.plan.StepText;

/** A plan in words with the progress of its steps. */
public sealed interface PlanTree {

    record Step(String text, StepProgress progress) implements PlanTree {}

    /** One part after the other. */
    record InOrder(String title, List<PlanTree> parts) implements PlanTree {
        public InOrder {
            parts = List.copyOf(parts);
        }
    }

    /** All parts at once. */
    record Together(String title, List<PlanTree> parts) implements PlanTree {
        public Together {
            parts = List.copyOf(parts);
        }
    }

    /**
     * @param progress of each of {@code plan.steps()}
     */
    static PlanTree of(Plan plan, List<StepProgress> progress) {
        return of(plan, progress.iterator());
    }

    private static PlanTree of(Plan plan, Iterator<StepProgress> progress) {
        return switch (plan) {
            case Plan.Do(var step) -> new Step(StepText.of(step), progress.next());
            case Plan.InOrder(var title, var parts) -> new InOrder(title, each(parts, progress));
            case Plan.Together(var title, var parts) -> new Together(title, each(parts, progress));
        };
    }

    private static List<PlanTree> each(List<Plan> parts, Iterator<StepProgress> progress) {
        List<PlanTree> trees = new ArrayList<>();
        parts.forEach(part -> trees.add(of(part, progress)));
        return trees;
    }

    /** Every step, in the order in which they begin. */
    default List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        forEachStep(steps::add);
        return List.copyOf(steps);
    }

    private void forEachStep(Consumer<Step> visitor) {
        switch (this) {
            case Step step -> visitor.accept(step);
            case InOrder(_, var parts) -> parts.forEach(part -> part.forEachStep(visitor));
            case Together(_, var parts) -> parts.forEach(part -> part.forEachStep(visitor));
        }
    }

    /** Indented, a line for each part: the text of dry runs. */
    default String text() {
        StringBuilder text = new StringBuilder();
        append(text, 0);
        return text.toString();
    }

    private void append(StringBuilder text, int depth) {
        text.repeat("  ", depth);
        switch (this) {
            case Step(var words, _) -> text.append(words).append('\n');
            case InOrder(var title, var parts) -> {
                text.append(title).append('\n');
                parts.forEach(part -> part.append(text, depth + 1));
            }
            case Together(var title, var parts) -> {
                text.append(title).append(" (together)\n");
                parts.forEach(part -> part.append(text, depth + 1));
            }
        }
    }
}
