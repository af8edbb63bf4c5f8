package oxt.host.pci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.model.PciAddress;

class ResettingTest {
    private static final List<PciAddress> ALONE = List.of();
    private static final List<PciAddress> OTHERS = List.of(new PciAddress("0000:01:00.1"));

    @Test
    void a_function_level_reset_is_whole_whatever_else_is_on_the_bus() {
        assertEquals(new Resetting.Whole("flr"), Resetting.of(List.of("flr", "bus"), OTHERS));
        assertEquals(new Resetting.Whole("af_flr"), Resetting.of(List.of("af_flr"), OTHERS));
    }

    @Test
    void the_bus_resets_one_that_is_alone_on_it() {
        assertEquals(new Resetting.Whole("bus"), Resetting.of(List.of("pm", "bus"), ALONE));
    }

    @Test
    void the_bus_is_no_way_to_reset_one_among_others() {
        assertEquals(new Resetting.WithOthers(OTHERS), Resetting.of(List.of("bus"), OTHERS));
    }

    @Test
    void the_power_state_alone_is_weak() {
        assertEquals(new Resetting.Weak(), Resetting.of(List.of("pm"), ALONE));
        assertEquals(new Resetting.Weak(), Resetting.of(List.of("pm", "bus"), OTHERS));
    }

    @Test
    void no_method_is_none() {
        assertEquals(new Resetting.None(), Resetting.of(List.of(), ALONE));
    }
}
