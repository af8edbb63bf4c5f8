package oxt.engine.xen;

import org.junit.jupiter.api.Tag;
import oxt.engine.EngineContract;
import oxt.engine.EngineFixture;

@Tag("xen")
class XenEngineContractTest extends EngineContract {

    @Override
    protected EngineFixture fixture() throws Exception {
        return new XenFixture();
    }
}
