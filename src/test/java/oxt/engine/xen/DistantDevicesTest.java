package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import oxt.model.VmId;

class DistantDevicesTest {
    private static final VmId VM = new VmId(new UUID(7, 7));
    private static final Domains.Domain DOMAIN =
            new Domains.Domain(7, VM, new DomainState(7, VM, DomainState.Doing.RUNNING, 0));

    @TempDir Path folder;
    private FakeXenstored daemon;
    private Xenstore store;

    @BeforeEach
    void begin() throws Exception {
        daemon = new FakeXenstored(folder.resolve("socket"));
        store = new Xenstore(folder.resolve("socket"));
    }

    @AfterEach
    void end() throws Exception {
        store.close();
        daemon.close();
    }

    @Test
    void what_driver_domains_serve_is_gone_from_both_ends_and_what_dom0_serves_stays()
            throws Exception {
        device("vif", 0, 3);
        device("vif", 1, 4);
        device("vbd", 51712, 0);
        device("vbd", 51728, 5);
        new DistantDevices(store).forgetAll(DOMAIN);
        for (String gone : List.of("/local/domain/3", "/local/domain/4", "/local/domain/5")) {
            assertEquals(List.of(), store.list(gone + "/backend/vif"), gone);
            assertEquals(List.of(), store.list(gone + "/backend/vbd"), gone);
        }
        assertEquals(List.of(), store.list("/libxl/7/device/vif"));
        assertEquals(List.of(), store.list("/local/domain/7/device/vif"));
        assertEquals(List.of("51712"), store.list("/libxl/7/device/vbd"));
        assertEquals(Optional.of("4"), store.read("/local/domain/0/backend/vbd/7/51712/state"));
    }

    @Test
    void what_another_client_has_of_a_driver_domain_stays() throws Exception {
        device("vif", 0, 3);
        store.write("/local/domain/3/backend/vif/8/0/state", "4");
        new DistantDevices(store).forgetAll(DOMAIN);
        assertEquals(List.of("8"), store.list("/local/domain/3/backend/vif"));
    }

    @ParameterizedTest
    @CsvSource({
        "/local/domain/3/backend/vif/7/0, 3",
        "/local/domain/0/backend/vbd/7/51712, 0",
        "/local/domain/3/backend, -1",
        "/local/domain/x/backend/vif/7/0, -1",
        "'', -1"
    })
    void a_path_names_its_domain(String path, int domain) {
        assertEquals(domain, DistantDevices.domainOf(path));
    }

    private void device(String kind, int number, int backend) throws Exception {
        String far = "/local/domain/" + backend + "/backend/" + kind + "/7/" + number;
        store.write(far + "/state", "4");
        store.write("/local/domain/7/device/" + kind + "/" + number + "/state", "4");
        store.write("/libxl/7/device/" + kind + "/" + number + "/backend", far);
    }
}
