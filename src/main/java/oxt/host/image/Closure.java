package oxt.host.image;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Everything that some things need, and what those need, each before what needs it. */
final class Closure {
    private final Function<String, ? extends Collection<String>> needs;
    private final Set<String> entered = new LinkedHashSet<>();
    private final List<String> found = new ArrayList<>();

    private Closure(Function<String, ? extends Collection<String>> needs) {
        this.needs = needs;
    }

    /** The wanted ones are among the answer. A circle is cut where it was entered. */
    static List<String> of(
            Collection<String> wanted, Function<String, ? extends Collection<String>> needs) {
        var closure = new Closure(needs);
        wanted.forEach(closure::enter);
        return List.copyOf(closure.found);
    }

    private void enter(String name) {
        if (entered.add(name)) {
            needs.apply(name).forEach(this::enter);
            found.add(name);
        }
    }
}
