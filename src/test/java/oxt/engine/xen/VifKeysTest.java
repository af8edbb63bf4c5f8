package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.model.MacAddress;

class VifKeysTest {
    private static final VifKeys KEYS =
            new VifKeys(2, 3, 1, MacAddress.parse("02:3c:21:16:07:43").orElseThrow(), 5);

    /** As xl left it in a dom0 of Debian 13, but for trust, which xl was not told of. */
    private static final List<String> OF_XL =
            List.of(
                    "/libxl/2/device/vif/1 (n0,r0)",
                    "backend = /local/domain/3/backend/vif/2/1",
                    "frontend = /local/domain/2/device/vif/1",
                    "frontend-id = 2",
                    "online = 1",
                    "script = /etc/xen/scripts/vif-bridge",
                    "mac = 02:3c:21:16:07:43",
                    "bridge = slot5",
                    "handle = 1",
                    "type = vif",
                    "hotplug-status = ",
                    "/local/domain/3/backend/vif/2/1 (n3,r2)",
                    "frontend = /local/domain/2/device/vif/1",
                    "frontend-id = 2",
                    "online = 1",
                    "script = /etc/xen/scripts/vif-bridge",
                    "mac = 02:3c:21:16:07:43",
                    "bridge = slot5",
                    "handle = 1",
                    "type = vif",
                    "hotplug-status = ",
                    "/local/domain/2/device/vif/1 (n2,r3)",
                    "backend = /local/domain/3/backend/vif/2/1",
                    "backend-id = 3",
                    "handle = 1",
                    "mac = 02:3c:21:16:07:43",
                    "trusted = 0");

    @Test
    void a_card_has_the_keys_that_xl_gives_it_and_its_guest_need_not_trust_the_other_end() {
        List<String> lines = new ArrayList<>();
        for (VifKeys.Folder folder : KEYS.folders()) {
            Xenstore.Rights rights = folder.rights();
            lines.add(folder.path() + " (n" + rights.owner() + ",r" + rights.reader() + ")");
            folder.keys().forEach(key -> lines.add(key.name() + " = " + key.value()));
        }
        assertEquals(OF_XL, lines);
    }

    @Test
    void no_end_says_that_it_is_there_before_the_other_end_is() {
        for (VifKeys.Folder folder : KEYS.folders()) {
            assertFalse(
                    folder.keys().stream().anyMatch(key -> key.name().equals("state")),
                    folder.path());
        }
    }
}
