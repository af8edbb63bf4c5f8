package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Steps and their order. */
public sealed interface Plan {

    record Do(Step step) implements Plan {}

    /** One part after the other. */
    record InOrder(String title, List<Plan> parts) implements Plan {
        public InOrder {
            parts = List.copyOf(parts);
        }
    }

    /** All parts at once; none may need another. */
    record Together(String title, List<Plan> parts) implements Plan {
        public Together {
            parts = List.copyOf(parts);
        }
    }

    static Plan of(String title, List<? extends Step> steps) {
        return new InOrder(title, steps.stream().<Plan>map(Do::new).toList());
    }

    default String title() {
        return switch (this) {
            case Do(var step) -> StepText.of(step);
            case InOrder(var title, _) -> title;
            case Together(var title, _) -> title;
        };
    }

    /** Every step, in the order in which they begin. */
    default void forEachStep(Consumer<Step> visitor) {
        switch (this) {
            case Do(var step) -> visitor.accept(step);
            case InOrder(_, var parts) -> parts.forEach(part -> part.forEachStep(visitor));
            case Together(_, var parts) -> parts.forEach(part -> part.forEachStep(visitor));
        }
    }

    default List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        forEachStep(steps::add);
        return List.copyOf(steps);
    }
}
