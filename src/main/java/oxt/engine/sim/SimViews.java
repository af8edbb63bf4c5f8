package oxt.engine.sim;

import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.model.Disk;
import oxt.model.Problem;
import oxt.model.VmId;
import oxt.plan.NetworkPlanner;
import oxt.seat.rfb.Picture;

/** A simulated VM has a screen of one colour and nothing else; it says so. */
record SimViews(SimEngine engine) implements Views {

    @Override
    public byte[] screenshot(VmId vm) throws EngineException {
        throw simulated("screen");
    }

    @Override
    public Optional<Picture> still(VmId vm) {
        return Optional.empty();
    }

    @Override
    public byte[] consoleLog(VmId vm) {
        return "This VM is simulated: no guest runs in it.\n".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Console console(VmId vm) throws EngineException {
        throw simulated("serial console");
    }

    @Override
    public ByteChannel screen(VmId vm) {
        return engine.screen(vm);
    }

    @Override
    public Path disk(VmId vm, Disk disk) throws EngineException {
        throw simulated("disk's file");
    }

    @Override
    public Optional<Path> variables(VmId vm) throws EngineException {
        throw simulated("firmware's variables");
    }

    @Override
    public NetworkPlanner.Applied network(VmId vm) {
        return engine.network(vm);
    }

    @Override
    public Agent agent(VmId vm) {
        return new SimAgent();
    }

    private static EngineException simulated(String what) {
        return new EngineException(
                new Problem.Conflict(
                        "vm-is-simulated",
                        "A simulated VM has no " + what + ".",
                        "Use an engine that runs guests: oxtd --engine qemu"));
    }
}
