package oxt.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What there is because of the VM {@value World#VM} in each of its states, when all goes well. */
final class ProperStates {
    private static final Order START = Order.of("start");
    private static final Order KILL = Order.of("kill");
    private static final Order SNAPSHOT = Order.of("snapshots/then");
    private static final Order REVERT = Order.of("snapshots/then/revert?if-it-runs=kill");
    private static final Order FORGET = Order.removal("snapshots/then");
    private static final Order MORE = Order.change(Documents.more(World.VM));
    private static final Order LESS = Order.change(Documents.vm(World.VM));

    private final World world;
    private final Map<String, List<String>> proper = new HashMap<>();

    ProperStates(World world) {
        this.world = world;
    }

    /** Those of a VM as it was defined. */
    void learn() throws InterruptedException {
        note();
        note(START);
        note(Order.of("pause"));
        world.ask(Order.of("resume"));
        world.awaitGuest(World.VM);
        note(Order.of("save"));
        world.ask(Order.of("discard"));
        world.awaitProper(Set.of("off"));
    }

    /** Those of one with more devices, and of one with a snapshot. */
    void learnMore() throws InterruptedException {
        note(MORE);
        note(START);
        world.ask(KILL);
        world.ask(LESS);
        world.awaitProper(Set.of("off"));

        world.ask(START);
        world.awaitGuest(World.VM);
        note(SNAPSHOT);
        note(KILL);
        note(REVERT);
        world.ask(Order.of("discard"));
        world.ask(FORGET);
        world.awaitProper(Set.of("off"));
    }

    /** Brings a VM that is off back to what it was defined as. */
    void restore() throws InterruptedException {
        if (hasMore()) {
            world.ask(LESS);
        }
        if (hasSnapshot()) {
            world.ask(FORGET);
        }
        world.awaitProper(Set.of("off"));
    }

    boolean isProper() {
        return world.held().equals(proper.get(kind()));
    }

    String difference() {
        List<String> held = new ArrayList<>(world.held());
        List<String> wanted = new ArrayList<>(proper.getOrDefault(kind(), List.of()));
        held.removeAll(wanted);
        wanted.removeAll(world.held());
        return "it is %s, with too much: %s, too little: %s".formatted(kind(), held, wanted);
    }

    private void note(Order order) throws InterruptedException {
        world.ask(order);
        note();
    }

    private void note() throws InterruptedException {
        world.awaitSettled();
        proper.put(kind(), world.held());
    }

    private String kind() {
        return world.state(World.VM)
                + (hasMore() ? " with more" : "")
                + (hasSnapshot() ? " with a snapshot" : "");
    }

    private boolean hasMore() {
        return world.client().get("/v1/vms/work").body().contains("\"more\"");
    }

    private boolean hasSnapshot() {
        return world.client().get("/v1/vms/work/snapshots").body().contains("\"then\"");
    }
}
