package oxt.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import oxt.model.Vm;
import oxt.plan.Abilities;
import oxt.plan.Ability;
import oxt.plan.Feature;
import oxt.plan.Run;

/** Tells for each setting of a VM whether the running VM has it. */
public final class Explanation {
    private final Map<String, String> wanted;
    private final Map<String, String> running;
    private final Abilities abilities;

    private Explanation(Vm wanted, Run run, Abilities abilities) {
        this.wanted = settings(VmDocument.write(wanted));
        this.running =
                run.machine().map(VmDocument::write).map(Explanation::settings).orElse(Map.of());
        this.abilities = abilities;
    }

    /**
     * @param run with the machine as it is now, changes since its launch included
     */
    public static List<ExplainRow> of(Vm wanted, Run run, Abilities abilities) {
        return new Explanation(wanted, run, abilities).rows();
    }

    private List<ExplainRow> rows() {
        Set<String> all = new LinkedHashSet<>(wanted.keySet());
        all.addAll(running.keySet());
        return all.stream().map(this::row).toList();
    }

    private ExplainRow row(String setting) {
        String value = wanted.getOrDefault(setting, "");
        String has = running.getOrDefault(setting, "");
        if (isTheDaemons(setting)) {
            return new ExplainRow(setting, value, value, new ExplainRow.Applies.Now());
        }
        return new ExplainRow(
                setting,
                value,
                has,
                unable(setting, value)
                        .<ExplainRow.Applies>map(no -> new ExplainRow.Applies.NotHere(no.why()))
                        .orElseGet(
                                () ->
                                        running.isEmpty() || !value.equals(has)
                                                ? new ExplainRow.Applies.NextStart()
                                                : new ExplainRow.Applies.Now()));
    }

    /** What is not of the machine holds as soon as it is written. */
    private static boolean isTheDaemons(String setting) {
        return switch (setting) {
            case "name", "template", "autostart", "autostart.order" -> true;
            default -> false;
        };
    }

    private Optional<Ability.Unable> unable(String setting, String value) {
        return feature(setting, value)
                .map(abilities::of)
                .flatMap(
                        ability ->
                                switch (ability) {
                                    case Ability.Able _ -> Optional.empty();
                                    case Ability.Unable unable -> Optional.of(unable);
                                });
    }

    /** What the engine must be able to do for a setting to have a value. */
    private static Optional<Feature> feature(String setting, String value) {
        String last = setting.substring(setting.lastIndexOf('.') + 1);
        return Optional.ofNullable(
                switch (last + "=" + value) {
                    case "firmware=direct-kernel" -> Feature.BOOT_DIRECT_KERNEL;
                    case "firmware=bios" -> Feature.BOOT_BIOS;
                    case "firmware=uefi" -> Feature.BOOT_UEFI;
                    case "format=raw" -> Feature.DISK_RAW;
                    case "format=qcow2" -> Feature.DISK_QCOW2;
                    case "mode=fresh" -> Feature.DISK_FRESH;
                    case "display=on" -> Feature.DISPLAY;
                    case "uplink=user", "host=allowed" -> Feature.UPLINK_USER;
                    default -> last.equals("backend") ? Feature.LINKS : null;
                });
    }

    /** Every single value with its path; things in lists go by their names. */
    private static Map<String, String> settings(Node.Mapping document) {
        Map<String, String> settings = new LinkedHashMap<>();
        collect(document, List.of(), settings);
        return settings;
    }

    private static void collect(Node node, List<String> path, Map<String, String> settings) {
        switch (node) {
            case Node.Text(var text, _) -> settings.put(String.join(".", path), text);
            case Node.Number(var value, _) ->
                    settings.put(String.join(".", path), value.toString());
            case Node.Truth(var value, _) ->
                    settings.put(String.join(".", path), String.valueOf(value));
            case Node.Null _ -> {}
            case Node.Sequence(var items, _) -> {
                for (int index = 0; index < items.size(); index++) {
                    collect(items.get(index), index, path, settings);
                }
            }
            case Node.Mapping mapping ->
                    mapping.entries()
                            .forEach(
                                    entry ->
                                            collect(
                                                    entry.value(),
                                                    with(path, entry.key()),
                                                    settings));
        }
    }

    private static void collect(
            Node item, int index, List<String> path, Map<String, String> settings) {
        if (item instanceof Node.Mapping mapping
                && mapping.find("name").orElse(null) instanceof Node.Text(var name, _)) {
            collect(mapping.without("name"), with(path, name), settings);
        } else {
            // A rule of a firewall has no name and is read as one line.
            settings.put(String.join(".", with(path, String.valueOf(index + 1))), Json.write(item));
        }
    }

    private static List<String> with(List<String> path, String last) {
        List<String> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }
}
