package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

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
    void without_an_error_the_last_line_is() {
        assertEquals(
                "work is an invalid domain identifier (rc=-6).",
                XlWords.reason("work is an invalid domain identifier (rc=-6)\n\n"));
        assertEquals("it did not say why.", XlWords.reason("\n"));
    }
}
