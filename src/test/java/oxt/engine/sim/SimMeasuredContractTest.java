package oxt.engine.sim;

import oxt.engine.EngineFixture;
import oxt.engine.MeasuredContract;

class SimMeasuredContractTest extends MeasuredContract {

    @Override
    protected EngineFixture fixture() {
        return new SimFixture();
    }
}
