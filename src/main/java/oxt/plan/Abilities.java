package oxt.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import oxt.model.VmName;

/** What an engine can do on this host; it answers for every feature. */
public record Abilities(String engine, Map<Feature, Ability> answers) {

    public Abilities {
        if (!answers.keySet().containsAll(Feature.all())) {
            throw new IllegalArgumentException(engine + " does not answer for every feature");
        }
        answers = Map.copyOf(answers);
    }

    /** Of an engine that can do everything that a VM can ask for. */
    public static Abilities all(String engine) {
        Map<Feature, Ability> answers = new LinkedHashMap<>();
        for (Feature feature : Feature.all()) {
            answers.put(
                    feature,
                    switch (feature) {
                        case Feature.General _, Feature.Hardware _, Feature.OfXen _ ->
                                new Ability.Able();
                        case Feature.NotYet _ -> Feature.NotYet.ANSWER;
                    });
        }
        return new Abilities(engine, answers);
    }

    public Abilities with(Feature feature, Ability ability) {
        Map<Feature, Ability> changed = new LinkedHashMap<>(answers);
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

    /** Why a VM cannot have it, where it cannot. */
    public Optional<Refusal> refusal(VmName vm, Feature feature) {
        return switch (of(feature)) {
            case Ability.Able _ -> Optional.empty();
            case Ability.Unable unable ->
                    Optional.of(new Refusal.EngineCannot(vm, engine, feature, unable));
        };
    }
}
