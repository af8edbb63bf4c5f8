package oxt.engine.qemu;

import org.junit.jupiter.api.Tag;
import oxt.engine.EngineFixture;
import oxt.engine.MeasuredContract;

@Tag("guest")
class QemuMeasuredContractTest extends MeasuredContract {

    @Override
    protected EngineFixture fixture() throws Exception {
        return new QemuFixture(new GuestFiles());
    }
}
