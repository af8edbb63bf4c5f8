package oxt.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Vm;

/** Says for each setting of a VM's document whether the running VM has it. */
public final class Explain {
    private Explain() {}

    /**
     * One row a setting, in the document's order, then what only the running VM has.
     *
     * @param served the NICs whose driver domain follows the document's firewall now
     */
    public static List<Explained> of(
            Vm wanted, Observed observed, Facts facts, Set<NicName> served) {
        Map<String, String> running = observed.run().launch().map(Settings::of).orElseGet(Map::of);
        Map<String, Explained.Standing> live = live(wanted, observed, facts, served);
        Map<String, Feature> features = Requirements.features(wanted);
        List<Explained> rows = new ArrayList<>();
        Settings.of(wanted)
                .forEach(
                        (setting, value) -> {
                            Explained.Standing standing =
                                    unable(features.get(setting), facts)
                                            .or(() -> Optional.ofNullable(live.get(setting)))
                                            .orElseGet(
                                                    () ->
                                                            compared(
                                                                    value,
                                                                    running.get(setting),
                                                                    observed));
                            rows.add(new Explained(setting, value, standing));
                        });
        Set<String> named = Settings.of(wanted).keySet();
        running.forEach(
                (setting, value) -> {
                    if (!named.contains(setting)) {
                        rows.add(
                                new Explained(
                                        setting, "", new Explained.Standing.NextStart(value)));
                    }
                });
        return rows;
    }

    private static Explained.Standing compared(
            String wanted, @Nullable String running, Observed observed) {
        if (observed.run() instanceof Run.Off) {
            return new Explained.Standing.WhenStarted();
        }
        return wanted.equals(running)
                ? new Explained.Standing.InForce()
                : new Explained.Standing.NextStart(running == null ? "not there" : running);
    }

    /** Settings that change under a running VM. */
    private static Map<String, Explained.Standing> live(
            Vm wanted, Observed observed, Facts facts, Set<NicName> served) {
        Map<String, Explained.Standing> live = new LinkedHashMap<>();
        live.put("autostart", new Explained.Standing.InForce());
        for (Held.Link link : observed.held(Held.Link.class)) {
            for (Nic nic : wanted.nics()) {
                if (nic.name().equals(link.nic())) {
                    String path = "nics." + nic.name() + ".";
                    live.put(path + "backend", backend(nic, link, facts));
                    live.put(
                            path + "firewall",
                            served.contains(nic.name())
                                    ? new Explained.Standing.InForce()
                                    : new Explained.Standing.Pending());
                }
            }
        }
        return observed.isWithoutMachine()
                ? Map.of("autostart", new Explained.Standing.InForce())
                : live;
    }

    private static Explained.Standing backend(Nic nic, Held.Link link, Facts facts) {
        boolean there =
                LinkTarget.staying(nic, link.slot(), facts)
                        .filter(target -> target.domain().id().equals(link.slot().backend()))
                        .isPresent();
        return there ? new Explained.Standing.InForce() : new Explained.Standing.Pending();
    }

    private static Optional<Explained.Standing> unable(@Nullable Feature feature, Facts facts) {
        if (feature == null) {
            return Optional.empty();
        }
        return switch (facts.abilities().of(feature)) {
            case Ability.Able _ -> Optional.empty();
            case Ability.Unable(var why, var remedy) ->
                    Optional.of(new Explained.Standing.NotHere(why, remedy));
        };
    }
}
