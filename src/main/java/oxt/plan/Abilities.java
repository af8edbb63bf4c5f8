package oxt.plan;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** What an engine can do on this host; it answers for every feature. */
public record Abilities(String engine, Map<Feature, Ability> answers) {

    public Abilities {
        if (!answers.keySet().containsAll(EnumSet.allOf(Feature.class))) {
            throw new IllegalArgumentException(engine + " does not answer for every feature");
        }
        answers = Map.copyOf(answers);
    }

    /** Of an engine that can do everything. */
    public static Abilities all(String engine) {
        Map<Feature, Ability> answers = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            answers.put(feature, new Ability.Able());
        }
        return new Abilities(engine, answers);
    }

    public Abilities with(Feature feature, Ability ability) {
        Map<Feature, Ability> changed = new EnumMap<>(answers);
        changed.put(feature, ability);
        return new Abilities(engine, changed);
    }

    public Ability of(Feature feature) {
        Ability answer = answers.get(feature);
        if (answer == null) {
            throw new AssertionError(feature);
        }
        return answer;
    }
}
