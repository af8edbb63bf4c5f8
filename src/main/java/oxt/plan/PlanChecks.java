package oxt.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules that every plan keeps, whoever made it. */
public final class PlanChecks {
    private PlanChecks() {}

    /** A rule that a plan breaks, and where. */
    public record Broken(String step, String why) {}

    /** Runs the plan on paper, step by step. */
    public static List<Broken> of(Plan plan, Observed before) {
        List<Broken> broken = new ArrayList<>();
        Observed now = before;
        for (Step step : plan.steps()) {
            if (!step.vm().equals(before.vm())) {
                broken.add(new Broken(StepText.of(step), "it is another VM's step"));
            }
            switch (After.of(now, step)) {
                case After.Now(var observed) -> now = observed;
                case After.Illegal(var why) -> broken.add(new Broken(StepText.of(step), why));
            }
        }
        together(plan, broken);
        return broken;
    }

    /** What is there when all of the plan is done; steps that break a rule change nothing. */
    public static Observed outcome(Plan plan, Observed before) {
        Observed now = before;
        for (Step step : plan.steps()) {
            if (After.of(now, step) instanceof After.Now(var observed)) {
                now = observed;
            }
        }
        return now;
    }

    /** What runs together must not need each other's effect: each step differs. */
    private static void together(Plan plan, List<Broken> broken) {
        switch (plan) {
            case Plan.Do _ -> {}
            case Plan.InOrder(_, var parts) -> parts.forEach(part -> together(part, broken));
            case Plan.Together(_, var parts) -> {
                Set<Step> seen = new HashSet<>();
                plan.forEachStep(
                        step -> {
                            if (!seen.add(step)) {
                                broken.add(new Broken(StepText.of(step), "it is there twice"));
                            }
                        });
                parts.forEach(part -> together(part, broken));
            }
        }
    }
}
