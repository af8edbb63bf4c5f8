package oxt.engine.qemu;

import org.junit.jupiter.api.Tag;
import oxt.engine.EngineFixture;
import oxt.engine.PlugContract;

@Tag("guest")
class QemuPlugContractTest extends PlugContract {

    @Override
    protected EngineFixture fixture() throws Exception {
        return new QemuFixture(new GuestFiles());
    }
}
