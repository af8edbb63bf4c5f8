package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import oxt.engine.EngineException;

class QmpTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void an_answer_is_what_qemu_returned() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    String asked = fake.hear();
                                    fake.say(
                                            "{\"return\": {\"heard\": "
                                                    + asked
                                                    + "}, \"id\": 2}\n");
                                });
                Qmp qmp = open(monitor)) {
            assertEquals(
                    "{\"heard\":{\"execute\":\"cont\",\"arguments\":{},\"id\":2}}",
                    qmp.call("cont", LONG).toString());
        }
    }

    @Test
    void a_refusal_says_what_qemu_said() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.say(
                                            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"},"
                                                    + " \"id\": 2}\n");
                                });
                Qmp qmp = open(monitor)) {
            EngineException refused =
                    assertThrows(EngineException.class, () -> qmp.call("cont", LONG));
            assertEquals("qemu-refused", refused.problem().code());
            assertEquals("QEMU of VM work refused \"cont\": no", refused.problem().what());
            assertTrue(qmp.isOpen());
        }
    }

    @Test
    void nobody_waits_longer_than_its_patience_and_a_late_answer_is_let_go() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.hear();
                                    fake.say("{\"return\": \"late\", \"id\": 2}\n");
                                    fake.say("{\"return\": \"in time\", \"id\": 3}\n");
                                });
                Qmp qmp = open(monitor)) {
            EngineException silent =
                    assertThrows(EngineException.class, () -> qmp.call("stop", SHORT));
            assertEquals("qemu-silent", silent.problem().code());
            assertEquals("\"in time\"", qmp.call("cont", LONG).toString());
        }
    }

    @Test
    void an_answer_that_comes_twice_counts_once() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.say("{\"return\": 1, \"id\": 2}\n");
                                    fake.say("{\"return\": 2, \"id\": 2}\n");
                                    fake.hear();
                                    fake.say("{\"return\": 3, \"id\": 3}\n");
                                });
                Qmp qmp = open(monitor)) {
            assertEquals("1", qmp.call("cont", LONG).toString());
            assertEquals("3", qmp.call("cont", LONG).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\n",
                "\n",
                "[]\n",
                "{}\n",
                "{\"return\": {}}\n",
                "{\"return\": {}, \"id\": \"2\"}\n",
                "{\"return\": {}, \"id\": 99}\n",
                "{\"return\": {}, \"id\": -1}\n",
                "{\"return\": {}, \"id\": 2} trailing\n",
                "{\"error\": \"no\", \"id\": 2}\n",
                "{\"event\": 7}\n",
                "{'return': 1, id: 2}\n",
                FakeMonitor.GREETING,
            })
    void what_no_monitor_says_ends_the_talk(String nonsense) throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.say(nonsense);
                                });
                Qmp qmp = open(monitor)) {
            EngineException garbled =
                    assertThrows(EngineException.class, () -> qmp.call("cont", LONG));
            assertEquals("qemu-garbled", garbled.problem().code());
            assertFalse(qmp.isOpen());
            assertThrows(EngineException.class, () -> qmp.call("cont", LONG));
        }
    }

    @Test
    void a_line_without_end_ends_the_talk_and_fills_no_memory() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.say("{\"return\": \"" + "x".repeat(Qmp.LONGEST_LINE));
                                });
                Qmp qmp = open(monitor)) {
            EngineException garbled =
                    assertThrows(EngineException.class, () -> qmp.call("cont", LONG));
            assertEquals("qemu-garbled", garbled.problem().code());
        }
    }

    @Test
    void braces_without_end_are_garbage() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.say("{\"return\":" + "[".repeat(60_000) + "\n");
                                });
                Qmp qmp = open(monitor)) {
            EngineException garbled =
                    assertThrows(EngineException.class, () -> qmp.call("cont", LONG));
            assertEquals("qemu-garbled", garbled.problem().code());
        }
    }

    @Test
    void whoever_waits_hears_that_qemu_is_gone() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.hangUp();
                                });
                Qmp qmp = open(monitor)) {
            EngineException gone =
                    assertThrows(EngineException.class, () -> qmp.call("cont", LONG));
            assertEquals("qemu-gone", gone.problem().code());
            assertEquals(
                    "qemu-gone",
                    qmp.ended().get(LONG.toSeconds(), TimeUnit.SECONDS).problem().code());
        }
    }

    @Test
    void a_monitor_that_does_not_greet_is_silent() throws Exception {
        try (FakeMonitor monitor = new FakeMonitor(FakeMonitor::hear)) {
            EngineException silent =
                    assertThrows(
                            EngineException.class,
                            () -> Qmp.open("VM work", monitor.connect(), _ -> {}, SHORT));
            assertEquals("qemu-silent", silent.problem().code());
        }
    }

    @Test
    void events_between_answers_are_passed_on_in_order() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.say("{\"event\": \"STOP\", \"data\": {}}\n");
                                    fake.say(
                                            "{\"event\": \"RESUME\"}\n{\"return\": {}, \"id\": 2}\n");
                                });
                Qmp qmp = open(monitor)) {
            qmp.call("cont", LONG);
            assertEquals(List.of("STOP", "RESUME"), events);
        }
    }

    @Test
    void an_interrupted_caller_leaves_the_talk_to_the_others() throws Exception {
        try (FakeMonitor monitor =
                        new FakeMonitor(
                                fake -> {
                                    fake.greet();
                                    fake.hear();
                                    fake.hear();
                                    fake.say("{\"return\": 1, \"id\": 3}\n");
                                });
                Qmp qmp = open(monitor)) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> qmp.call("stop", LONG));
            assertEquals("1", qmp.call("cont", LONG).toString());
        }
    }

    private Qmp open(FakeMonitor monitor)
            throws IOException, EngineException, InterruptedException {
        return Qmp.open("VM work", monitor.connect(), event -> events.add(event.name()), LONG);
    }
}
