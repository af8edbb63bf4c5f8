package oxt.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oxt.api.Finding;
import oxt.engine.xen.XenWarnings;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;

/** What of a host's Xen a person should know, each with what would mend it. */
final class XenFindings {
    private XenFindings() {}

    /** What VMs may ask for and this Xen cannot do: what lacks for one reason is one finding. */
    static List<Finding> lacks(Abilities abilities) {
        Map<Ability.Unable, List<String>> lacks = new LinkedHashMap<>();
        for (Feature feature : Feature.all()) {
            if (abilities.of(feature) instanceof Ability.Unable unable
                    && !unable.equals(Feature.NotYet.ANSWER)) {
                lacks.computeIfAbsent(unable, _ -> new ArrayList<>()).add(feature.words());
            }
        }
        List<Finding> findings = new ArrayList<>();
        lacks.forEach(
                (unable, words) ->
                        findings.add(
                                new Finding(
                                        "engine",
                                        Finding.Verdict.WARNING,
                                        "No "
                                                + String.join(", no ", words)
                                                + ": "
                                                + unable.why()
                                                + ".",
                                        unable.remedy())));
        return findings;
    }

    static List<Finding> of(List<XenWarnings.Warning> warnings) {
        return warnings.stream()
                .map(
                        warning ->
                                new Finding(
                                        warning.about(),
                                        Finding.Verdict.WARNING,
                                        warning.what(),
                                        warning.remedy()))
                .toList();
    }
}
