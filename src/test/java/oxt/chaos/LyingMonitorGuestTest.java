package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import oxt.chaos.MonitorProxy.Mood;
import oxt.model.Problem;

/** Real QEMUs whose monitors answer garbage, late, twice, by half, never, or without an end. */
@Tag("guest")
@Timeout(300)
class LyingMonitorGuestTest {
    /** What a request says of a monitor that cannot be talked with. */
    private static final Set<String> REASONS =
            Set.of("vm-unreachable", "qemu-silent", "qemu-garbled", "qemu-gone", "qemu-refused");

    /** A reader is answered in a few milliseconds; the machine that tests may be loaded. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void a_monitor_that_lies_is_said_to_and_hurts_no_other_vm_and_all_is_well_when_it_is()
            throws IOException, InterruptedException {
        try (World world = World.empty()) {
            Map<Mood, MonitorProxy> proxies = new EnumMap<>(Mood.class);
            for (Mood mood : Mood.values()) {
                world.ask("/v1/vms", Documents.plain(name(mood)));
                world.ask("/v1/vms/" + name(mood) + "/start", "");
            }
            Map<Mood, Path> monitors = new EnumMap<>(Mood.class);
            for (Mood mood : Mood.values()) {
                monitors.put(
                        mood,
                        world.folder().resolve("run/vms/" + world.id(name(mood)) + "/s/qmp.sock"));
            }
            world.replaceDaemon(
                    () -> {
                        for (Mood mood : Mood.values()) {
                            proxies.put(mood, new MonitorProxy(monitors.get(mood)));
                        }
                    });
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            proxies.forEach(
                    (mood, proxy) ->
                            threads.add(
                                    Thread.ofPlatform()
                                            .start(
                                                    () -> {
                                                        try {
                                                            lie(world, mood, proxy);
                                                        } catch (Throwable failure) {
                                                            failures.add(failure);
                                                        }
                                                    })));
            for (Thread thread : threads) {
                thread.join();
            }
            for (MonitorProxy proxy : proxies.values()) {
                proxy.close();
            }
            if (!failures.isEmpty()) {
                throw new org.opentest4j.MultipleFailuresError(world.log(), failures);
            }
        }
    }

    private static void lie(World world, Mood mood, MonitorProxy proxy)
            throws InterruptedException {
        String vm = "/v1/vms/" + name(mood);
        assertEquals("running", world.state(name(mood)));
        System.out.println("chaos: a monitor that is " + mood);
        proxy.mood(mood);

        List<Problem> problems = world.problems(vm + "/pause");
        boolean told = !problems.isEmpty();
        assertEquals(isHarmless(mood), !told, mood + ": " + problems);
        if (told) {
            assertTrue(
                    problems.stream().map(Problem::code).anyMatch(REASONS::contains),
                    mood + ": " + problems);
            world.await(
                    mood + " is unreachable", () -> world.state(name(mood)).equals("unreachable"));
        } else {
            assertEquals("paused", world.state(name(mood)));
        }

        // Nobody else has to wait for it.
        long begin = System.nanoTime();
        world.client().get("/v1/vms");
        world.client().get(vm);
        long nanos = System.nanoTime() - begin;
        assertTrue(nanos < SOON.toNanos(), mood + ": a read took " + Duration.ofNanos(nanos));

        proxy.mood(Mood.FAITHFUL);
        String well = told ? "running" : "paused";
        world.await(mood + " is " + well + " again", () -> world.state(name(mood)).equals(well));
        world.ask(vm + (told ? "/pause" : "/resume"), "");

        proxy.mood(mood);
        world.ask(vm + "/kill", "");
        assertEquals("off", world.state(name(mood)));
        world.ask(vm + "/start", "");
        world.ask(vm + "/kill", "");
        System.out.println("chaos: a monitor that is " + mood + ", as it should be");
    }

    /** What is asked is answered, whatever else is said. */
    private static boolean isHarmless(Mood mood) {
        return switch (mood) {
            case FAITHFUL, TWICE, FLOOD -> true;
            case GARBAGE, NONSENSE, LATE, NEVER, CUT -> false;
        };
    }

    private static String name(Mood mood) {
        return mood.name().toLowerCase(Locale.ROOT);
    }
}
