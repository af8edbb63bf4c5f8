package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.LinkSide;
import oxt.engine.files.VmUsers;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.Slot;

class LinksTest {
    private static final VmId WORK = new VmId(new UUID(0, 1));
    private static final VmId PERSONAL = new VmId(new UUID(0, 2));
    private static final NicName LAN = new NicName("lan");
    private static final Slot SLOT = new Slot(new VmId(new UUID(0, 100)), 3);
    private static final Slot OTHER = new Slot(new VmId(new UUID(0, 200)), 0);

    @TempDir Path folder;
    private Layout layout;
    private Links links;

    @BeforeEach
    void begin() {
        layout = new Layout(folder.resolve("state"), folder.resolve("run"));
        links = new Links(layout, new VmUsers.Shared());
    }

    @Test
    void a_plugged_link_is_held_and_leads_both_ways() throws Exception {
        links.plug(WORK, LAN, SLOT);
        assertEquals(List.of(new Held.Link(LAN, SLOT)), links.held(WORK));
        LinkSide client = new LinkSide.Client(WORK, LAN);
        LinkSide gateway = new LinkSide.Gateway(SLOT);
        assertEquals(layout.linkSocket(gateway), target(client));
        assertEquals(layout.linkSocket(client), target(gateway));
    }

    @Test
    void a_slot_is_not_given_to_a_second_nic() throws Exception {
        links.plug(WORK, LAN, SLOT);
        EngineException taken =
                assertThrows(EngineException.class, () -> links.plug(PERSONAL, LAN, SLOT));
        assertEquals("link-taken", taken.problem().code());
        links.unplug(PERSONAL, LAN, SLOT);
        assertEquals(List.of(new Held.Link(LAN, SLOT)), links.held(WORK));
        assertEquals(List.of(), links.held(PERSONAL));
    }

    @Test
    void a_nic_is_not_put_into_a_second_slot() throws Exception {
        links.plug(WORK, LAN, SLOT);
        assertThrows(EngineException.class, () -> links.plug(WORK, LAN, OTHER));
        assertEquals(List.of(new Held.Link(LAN, SLOT)), links.held(WORK));
    }

    @Test
    void a_moved_link_frees_its_slot() throws Exception {
        links.plug(WORK, LAN, SLOT);
        links.move(WORK, LAN, SLOT, OTHER);
        links.move(WORK, LAN, SLOT, OTHER);
        assertEquals(List.of(new Held.Link(LAN, OTHER)), links.held(WORK));
        links.plug(PERSONAL, LAN, SLOT);
        assertEquals(List.of(new Held.Link(LAN, SLOT)), links.held(PERSONAL));
    }

    @Test
    void a_link_does_not_move_from_where_it_is_not_nor_onto_another() throws Exception {
        links.plug(WORK, LAN, SLOT);
        links.plug(PERSONAL, LAN, OTHER);
        assertThrows(EngineException.class, () -> links.move(WORK, LAN, SLOT, OTHER));
        Slot third = new Slot(OTHER.backend(), 5);
        assertThrows(EngineException.class, () -> links.move(WORK, LAN, third, OTHER));
        assertEquals(List.of(new Held.Link(LAN, SLOT)), links.held(WORK));
        assertEquals(List.of(new Held.Link(LAN, OTHER)), links.held(PERSONAL));
    }

    @Test
    void an_unplugged_link_leaves_nothing_behind() throws Exception {
        links.plug(WORK, LAN, SLOT);
        links.unplug(WORK, LAN, SLOT);
        links.unplug(WORK, LAN, SLOT);
        assertEquals(List.of(), entries());
    }

    @Test
    void a_driver_domain_that_is_gone_keeps_only_the_slots_that_are_plugged() throws Exception {
        links.begin(
                List.of(
                        new LinkSide.Gateway(SLOT),
                        new LinkSide.Gateway(new Slot(SLOT.backend(), 4))));
        links.seal(SLOT.backend());
        links.plug(WORK, LAN, SLOT);
        links.tidy(SLOT.backend());
        assertEquals(
                List.of(
                        new LinkSide.Client(WORK, LAN).toString(),
                        new LinkSide.Gateway(SLOT).toString()),
                entries());
        links.unplug(WORK, LAN, SLOT);
        assertFalse(Files.exists(layout.link(new LinkSide.Gateway(SLOT))));
    }

    @Test
    void a_muted_link_is_held_as_such_and_moves_as_such_until_it_is_unplugged() throws Exception {
        links.plug(WORK, LAN, SLOT);
        links.mute(WORK, LAN);
        assertEquals(List.of(new Held.Link(LAN, SLOT), new Held.Muted(LAN)), links.held(WORK));
        assertEquals(List.of(SLOT), links.muted(SLOT.backend()));
        links.move(WORK, LAN, SLOT, OTHER);
        assertEquals(List.of(), links.muted(SLOT.backend()));
        assertEquals(List.of(OTHER), links.muted(OTHER.backend()));
        links.unplug(WORK, LAN, OTHER);
        assertEquals(List.of(), links.muted(OTHER.backend()));
    }

    @Test
    void what_a_process_put_in_the_place_of_its_socket_leads_nobody_elsewhere() throws Exception {
        LinkSide client = new LinkSide.Client(WORK, LAN);
        links.plug(WORK, LAN, SLOT);
        links.begin(List.of(client));
        Path elsewhere = folder.resolve("elsewhere");
        Files.createSymbolicLink(layout.linkSocket(client), elsewhere);
        links.seal(WORK);
        assertFalse(Files.exists(layout.linkSocket(client), LinkOption.NOFOLLOW_LINKS));
    }

    private Path target(LinkSide side) throws IOException {
        Path link = layout.linkPeer(side);
        return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(layout.links())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
