package oxt.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed, parsed by the command's own rules.
 *
 * @param arguments those that are no options
 * @param options by name; a flag that is there has an empty value
 */
record Words(List<String> arguments, Map<String, String> options) {

    boolean has(Option.Flag flag) {
        return options.containsKey(flag.name());
    }

    Optional<String> value(Option.Valued option) {
        return Optional.ofNullable(options.get(option.name()));
    }

    /** Of a command that takes at least one. */
    String first() {
        return arguments.getFirst();
    }

    List<String> rest() {
        return arguments.subList(1, arguments.size());
    }
}
