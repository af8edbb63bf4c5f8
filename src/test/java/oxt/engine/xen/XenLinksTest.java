package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.Slot;

class XenLinksTest {
    private static final VmId WORK = new VmId(new UUID(0, 1));
    private static final VmId OTHER = new VmId(new UUID(0, 2));
    private static final VmId NET = new VmId(new UUID(0, 3));
    private static final NicName LAN = new NicName("lan");

    @TempDir Path folder;
    private XenLinks links;

    @BeforeEach
    void begin() {
        links = new XenLinks(new Layout(folder.resolve("state"), folder.resolve("run")));
    }

    @Test
    void a_slot_is_one_nics_until_it_is_given_back() throws Exception {
        links.plug(WORK, LAN, slot(3));
        links.plug(WORK, LAN, slot(3));
        assertThrows(EngineException.class, () -> links.plug(OTHER, LAN, slot(3)));
        assertThrows(EngineException.class, () -> links.plug(WORK, LAN, slot(4)));
        assertEquals(List.of(new Held.Link(LAN, slot(3))), links.held(WORK));
        links.unplug(WORK, LAN, slot(3));
        links.unplug(WORK, LAN, slot(3));
        assertEquals(List.of(), links.held(WORK));
        links.plug(OTHER, LAN, slot(3));
        assertEquals(List.of(OTHER), links.clientsOf(NET));
    }

    @Test
    void a_moved_link_is_in_its_new_slot_only_and_twice_is_once() throws Exception {
        links.plug(WORK, LAN, slot(3));
        links.move(WORK, LAN, slot(3), slot(5));
        links.move(WORK, LAN, slot(3), slot(5));
        assertEquals(List.of(new Held.Link(LAN, slot(5))), links.held(WORK));
        links.plug(OTHER, LAN, slot(3));
        assertThrows(EngineException.class, () -> links.move(WORK, LAN, slot(7), slot(8)));
    }

    @Test
    void a_mute_goes_with_its_link() throws Exception {
        assertThrows(EngineException.class, () -> links.mute(WORK, LAN));
        links.plug(WORK, LAN, slot(3));
        links.mute(WORK, LAN);
        assertEquals(List.of(new Held.Link(LAN, slot(3)), new Held.Muted(LAN)), links.held(WORK));
        links.unplug(WORK, LAN, slot(3));
        assertEquals(List.of(), links.held(WORK));
        assertEquals(List.of(), links.vms());
    }

    private static Slot slot(int number) {
        return new Slot(NET, number);
    }
}
