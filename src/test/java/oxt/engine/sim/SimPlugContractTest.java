package oxt.engine.sim;

import oxt.engine.EngineFixture;
import oxt.engine.PlugContract;

class SimPlugContractTest extends PlugContract {

    @Override
    protected EngineFixture fixture() {
        return new SimFixture();
    }
}
