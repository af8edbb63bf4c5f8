package oxt.seat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Keys that mean something to the host when they are down together.
 *
 * @param modifiers at least one
 * @param key the last one's name, as in {@link KeyNames}
 */
public record Chord(Set<Modifier> modifiers, String key) {

    public Chord {
        modifiers = Set.copyOf(modifiers);
        if (modifiers.isEmpty() || KeyNames.positions(key).isEmpty()) {
            throw new IllegalArgumentException("no chord: " + modifiers + " " + key);
        }
    }

    /** Of words with plus signs between: {@code ctrl+alt+delete}. Nothing where it is none. */
    public static Optional<Chord> parse(String text) {
        List<String> words = List.of(text.split("\\+", -1));
        Optional<Set<Modifier>> modifiers = modifiers(words.subList(0, words.size() - 1));
        String key = words.getLast();
        return modifiers
                .filter(some -> !some.isEmpty() && KeyNames.positions(key).isPresent())
                .map(some -> new Chord(some, key));
    }

    /** Nothing where one of them is no modifier, or is there twice. */
    public static Optional<Set<Modifier>> modifiers(List<String> words) {
        Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        for (String word : words) {
            Optional<Modifier> modifier =
                    EnumSet.allOf(Modifier.class).stream()
                            .filter(each -> each.word().equals(word))
                            .findFirst();
            if (modifier.isEmpty() || !modifiers.add(modifier.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(modifiers);
    }

    /** This key comes last, and exactly the modifiers are down. */
    boolean endsWith(Key last, Set<Key> held) {
        return isKey(last) && Modifier.of(held).equals(modifiers);
    }

    /** All of it is down, whatever else is, and whatever came last. */
    boolean isWithin(Set<Key> held) {
        return Modifier.of(held).containsAll(modifiers) && held.stream().anyMatch(this::isKey);
    }

    private boolean isKey(Key other) {
        return other instanceof Key.At(var position)
                && KeyNames.positions(key).orElseThrow().contains(position);
    }

    @Override
    public String toString() {
        return words(modifiers) + "+" + key;
    }

    static String words(Set<Modifier> modifiers) {
        return new TreeSet<>(modifiers)
                .stream().map(Modifier::word).collect(Collectors.joining("+"));
    }
}
