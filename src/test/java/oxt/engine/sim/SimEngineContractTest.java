package oxt.engine.sim;

import oxt.engine.EngineContract;
import oxt.engine.EngineFixture;

class SimEngineContractTest extends EngineContract {

    @Override
    protected EngineFixture fixture() {
        return new SimFixture();
    }
}
