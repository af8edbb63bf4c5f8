package oxt.chaos;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that an administrator does to the VM {@value World#VM}.
 *
 * @param before orders that bring a VM that is off to where the deed begins
 * @param recognisable the states that an administrator recognises after the deed was broken off
 * @param words with which the log begins its sentence of the deed that was broken off
 * @param afterDeath the states that it may have after its process was killed meanwhile
 */
record Deed(
        String name,
        Order order,
        List<Order> before,
        Set<String> recognisable,
        String words,
        Set<String> afterDeath) {

    Deed {
        before = List.copyOf(before);
        recognisable = Set.copyOf(recognisable);
        afterDeath = Set.copyOf(afterDeath);
    }

    /** Names the VM and what became of it. */
    Pattern sentence() {
        return Pattern.compile(Pattern.quote(words) + " VM work .*(: .+| it is .+)\\.");
    }

    @Override
    public String toString() {
        return name;
    }
}
