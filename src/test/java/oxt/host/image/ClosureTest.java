package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClosureTest {
    private static final Map<String, List<String>> NEEDS =
            Map.of(
                    "net", List.of("failover", "virtio"),
                    "failover", List.of("base"),
                    "virtio", List.of("ring"),
                    "ring", List.of(),
                    "base", List.of(),
                    "here", List.of("there"),
                    "there", List.of("here"));

    @Test
    void what_is_needed_comes_before_what_needs_it() {
        assertEquals(
                List.of("base", "failover", "ring", "virtio", "net"),
                Closure.of(List.of("net"), NEEDS::get));
    }

    @Test
    void a_thing_that_two_need_is_there_once() {
        assertEquals(
                List.of("ring", "virtio", "base", "failover", "net"),
                Closure.of(List.of("virtio", "net"), NEEDS::get));
    }

    @Test
    void a_circle_ends() {
        assertEquals(List.of("there", "here"), Closure.of(List.of("here"), NEEDS::get));
    }
}
