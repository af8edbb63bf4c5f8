package oxt.engine.qemu;

import org.junit.jupiter.api.Tag;
import oxt.engine.EngineContract;
import oxt.engine.EngineFixture;

@Tag("guest")
class QemuEngineContractTest extends EngineContract {

    @Override
    protected EngineFixture fixture() throws Exception {
        return new QemuFixture(new GuestFiles());
    }
}
