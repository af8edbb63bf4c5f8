package oxt.plan;

/** Plans in words, indented; the text of dry runs, logs and golden files. */
public final class PlanText {
    private PlanText() {}

    public static String of(Plan plan) {
        StringBuilder text = new StringBuilder();
        append(text, plan, 0);
        return text.toString();
    }

    private static void append(StringBuilder text, Plan plan, int depth) {
        text.repeat("  ", depth).append(plan.title());
        switch (plan) {
            case Plan.Do _ -> text.append('\n');
            case Plan.InOrder(_, var parts) -> {
                text.append('\n');
                parts.forEach(part -> append(text, part, depth + 1));
            }
            case Plan.Together(_, var parts) -> {
                text.append(" (together)\n");
                parts.forEach(part -> append(text, part, depth + 1));
            }
        }
    }
}
