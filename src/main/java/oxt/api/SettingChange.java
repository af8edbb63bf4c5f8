package oxt.api;

import java.util.List;
import oxt.model.Problem;
import oxt.model.Reading;

/**
 * One setting's new value, as written behind {@code oxt vm set}: {@code disks.data.mode=fresh}.
 *
 * @param path keys of the document; things in lists go by their names
 * @param value in YAML; empty takes the setting away, so that its default holds
 */
public record SettingChange(List<String> path, String value) {
    public SettingChange {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a setting has a path");
        }
    }

    /** The change that a word on a command line is. */
    public static Reading<SettingChange> parse(String word) {
        int equals = word.indexOf('=');
        List<String> path =
                equals < 0 ? List.of() : List.of(word.substring(0, equals).split("\\.", -1));
        return path.isEmpty() || path.stream().anyMatch(String::isBlank)
                ? Reading.bad(
                        new Problem.Invalid(
                                "not-a-setting",
                                Excerpt.of(word) + " is not a setting with its value.",
                                "Write SETTING=VALUE, as memory=1GiB or disks.data.mode=fresh."))
                : Reading.good(new SettingChange(path, word.substring(equals + 1)));
    }
}
