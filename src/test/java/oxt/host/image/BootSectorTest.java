package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BootSectorTest {
    @Test
    void the_partition_is_active_and_for_uefi_and_where_it_was_said_to_be() {
        byte[] sector = BootSector.of(new byte[] {1, 2, 3}, 0x4f585431, 2048, 40960);
        HexFormat hex = HexFormat.of();
        assertEquals(512, sector.length);
        assertEquals("010203", hex.formatHex(sector, 0, 3));
        assertEquals("3154584f", hex.formatHex(sector, 440, 444));
        assertEquals("80feffffeffeffff0008000000a00000", hex.formatHex(sector, 446, 462));
        assertEquals("55aa", hex.formatHex(sector, 510, 512));
    }

    @Test
    void code_that_would_reach_into_the_table_is_refused() {
        assertThrows(
                IllegalArgumentException.class, () -> BootSector.of(new byte[441], 0, 2048, 40960));
    }
}
