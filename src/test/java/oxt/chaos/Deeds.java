package oxt.chaos;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The deeds that are broken off at every step. */
final class Deeds {
    private static final List<Order> RUNNING = List.of(Order.of("start"));
    private static final Order MORE = Order.change(Documents.more(World.VM));
    private static final Order LESS = Order.change(Documents.vm(World.VM));
    private static final Order SNAPSHOT = Order.of("snapshots/then");
    private static final List<Order> SAVED = List.of(Order.of("start"), Order.of("save"));

    /** To try one alone: {@code -Doxt.chaos.deed=start}. */
    private static final String ONLY = System.getProperty("oxt.chaos.deed", "");

    static final List<Deed> ALL =
            Stream.of(
                            deed("start", List.of(), "off, running", "off"),
                            deed("stop", RUNNING, "off, running", "off"),
                            deed("kill", RUNNING, "off, running", "off"),
                            deed("reboot", RUNNING, "off, running", "off, running"),
                            deed("pause", RUNNING, "running, paused", "off"),
                            deed("save", RUNNING, "running, saved", "off, saved"),
                            new Deed(
                                    "start from what was saved",
                                    Order.of("start"),
                                    SAVED,
                                    states("saved, running"),
                                    "The start of",
                                    states("off, saved")),
                            new Deed(
                                    "discard",
                                    Order.of("discard"),
                                    SAVED,
                                    states("off, saved"),
                                    "What was saved of",
                                    states("off")),
                            new Deed(
                                    "plug",
                                    MORE,
                                    RUNNING,
                                    states("running"),
                                    "The change of",
                                    states("off")),
                            new Deed(
                                    "unplug",
                                    LESS,
                                    List.of(MORE, Order.of("start")),
                                    states("running"),
                                    "The change of",
                                    states("off")),
                            new Deed(
                                    "snapshot",
                                    SNAPSHOT,
                                    RUNNING,
                                    states("running"),
                                    "Snapshot then of",
                                    states("off")),
                            new Deed(
                                    "revert",
                                    Order.of("snapshots/then/revert?if-it-runs=kill"),
                                    List.of(Order.of("start"), SNAPSHOT),
                                    states("running, off, saved"),
                                    "The revert of",
                                    states("off, saved")),
                            new Deed(
                                    "forget",
                                    Order.removal("snapshots/then"),
                                    List.of(Order.of("start"), SNAPSHOT),
                                    states("running"),
                                    "Snapshot then of",
                                    states("off")))
                    .filter(deed -> ONLY.isEmpty() || deed.name().equals(ONLY))
                    .toList();

    static final List<DisposableDeed> DISPOSABLES =
            Stream.of(DisposableDeed.values())
                    .filter(deed -> ONLY.isEmpty() || deed.toString().equals(ONLY))
                    .toList();

    private Deeds() {}

    static Deed named(String name) {
        return ALL.stream().filter(deed -> deed.name().equals(name)).findFirst().orElseThrow();
    }

    private static Deed deed(
            String word, List<Order> before, String recognisable, String afterDeath) {
        String sentence = word.equals("pause") ? "To pause" : "The " + word + " of";
        return new Deed(
                word, Order.of(word), before, states(recognisable), sentence, states(afterDeath));
    }

    private static Set<String> states(String words) {
        return Set.of(words.split(", "));
    }
}
