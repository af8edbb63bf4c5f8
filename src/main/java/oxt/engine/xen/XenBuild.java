package oxt.engine.xen;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the hypervisor was built with, as far as it says: hypfs's {@code /buildinfo/config}.
 *
 * @param options such as {@code CONFIG_XSM}; nothing where the hypervisor does not say
 */
record XenBuild(Optional<Set<String>> options) {
    /** What a hypervisor is that does not say what it was built with. */
    static final XenBuild UNKNOWN = new XenBuild(Optional.empty());

    XenBuild {
        options = options.map(Set::copyOf);
    }

    /** Of a Kconfig file: what is set stands there with {@code =y}. */
    static XenBuild of(String config) {
        return new XenBuild(
                Optional.of(
                        config.lines()
                                .filter(line -> line.endsWith("=y"))
                                .map(line -> line.substring(0, line.length() - 2))
                                .collect(Collectors.toSet())));
    }

    boolean has(String option) {
        return options.map(known -> known.contains(option)).orElse(false);
    }
}
