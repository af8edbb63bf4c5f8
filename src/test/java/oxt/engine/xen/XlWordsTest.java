package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import oxt.engine.files.Programs;

class XlWordsTest {
    @Test
    void the_first_error_is_the_reason() {
        String said =
                """
                Parsing config from /run/oxt/vms/x/xl.cfg
                libxl: error: libxl_nic.c:110:libxl__device_nic_setdefault: Domain 7:no such backend
                libxl: error: libxl_create.c:1302:initiate_domain_create: Domain 7:Unable to set nic
                """;
        assertEquals("no such backend.", XlWords.reason(said));
    }

    @Test
    void what_xl_gave_up_for_want_of_time_is_told_from_what_cannot_be() {
        String slow =
                "libxl: error: libxl_dm.c:3161:x: Domain 7:Post DM startup configs failed, rc=-9";
        assertTrue(XlWords.isOutOfTime(new Programs.Ended(1, slow)));
        assertFalse(XlWords.isOutOfTime(new Programs.Ended(0, slow)));
        assertFalse(XlWords.isOutOfTime(new Programs.Ended(1, "no such domain (rc=-6)")));
    }

    @Test
    void without_an_error_the_last_line_is() {
        assertEquals(
                "work is an invalid domain identifier (rc=-6).",
                XlWords.reason("work is an invalid domain identifier (rc=-6)\n\n"));
        assertEquals("it did not say why.", XlWords.reason("\n"));
    }
}
