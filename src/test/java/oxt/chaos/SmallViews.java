package oxt.chaos;

import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import oxt.engine.Agent;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.model.Disk;
import oxt.model.VmId;
import oxt.plan.NetworkPlanner;
import oxt.seat.rfb.Picture;

/** What is seen of real QEMUs, with an agent in the place of the one that small guests lack. */
public record SmallViews(Engine engine, Views real) implements Views {
    @Override
    public Agent agent(VmId vm) {
        return new SmallAgent(engine, vm);
    }

    @Override
    public byte[] screenshot(VmId vm) throws EngineException, InterruptedException {
        return real.screenshot(vm);
    }

    @Override
    public Optional<Picture> still(VmId vm) throws EngineException, InterruptedException {
        return real.still(vm);
    }

    @Override
    public byte[] consoleLog(VmId vm) throws EngineException {
        return real.consoleLog(vm);
    }

    @Override
    public Console console(VmId vm) throws EngineException {
        return real.console(vm);
    }

    @Override
    public ByteChannel screen(VmId vm) throws EngineException {
        return real.screen(vm);
    }

    @Override
    public Path disk(VmId vm, Disk disk) throws EngineException {
        return real.disk(vm, disk);
    }

    @Override
    public Optional<Path> variables(VmId vm) throws EngineException {
        return real.variables(vm);
    }

    @Override
    public NetworkPlanner.Applied network(VmId vm) throws EngineException {
        return real.network(vm);
    }
}
