package oxt.engine.xen;

import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.engine.files.ConsoleLog;
import oxt.engine.files.DiskFiles;
import oxt.engine.files.HostFiles;
import oxt.engine.files.Layout;
import oxt.engine.files.Screens;
import oxt.model.Disk;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.NetworkPlanner;
import oxt.plan.Run;
import oxt.seat.rfb.Picture;

/** Consoles by the terminals that Xen's daemons hand on; what else a domain shows is refused. */
final class XenViews implements Views {
    private final Layout layout;
    private final XenMachines machines;
    private final XenConsoles consoles;
    private final XenAgents agents;

    XenViews(Layout layout, XenMachines machines, XenConsoles consoles, XenAgents agents) {
        this.layout = layout;
        this.machines = machines;
        this.consoles = consoles;
        this.agents = agents;
    }

    @Override
    public byte[] screenshot(VmId vm) {
        throw new AssertionError("refused before by the engine's abilities");
    }

    @Override
    public Optional<Picture> still(VmId vm) {
        return Optional.empty();
    }

    @Override
    public byte[] consoleLog(VmId vm) throws EngineException {
        return HostFiles.look(() -> new ConsoleLog(layout.log(vm)).read());
    }

    @Override
    public Console console(VmId vm) throws EngineException {
        return HostFiles.look(
                () -> {
                    Domains.Domain domain = machines.require(vm);
                    Vm launched = machines.launched(vm).orElseThrow(() -> XenMachines.off(vm));
                    return consoles.join(domain, launched);
                });
    }

    @Override
    public ByteChannel screen(VmId vm) throws EngineException {
        return HostFiles.look(
                () -> {
                    Vm launched = machines.launched(vm).orElseThrow(() -> XenMachines.off(vm));
                    Screens.require(launched);
                    return SocketChannel.open(UnixDomainSocketAddress.of(layout.vnc(vm)));
                });
    }

    @Override
    public Path disk(VmId vm, Disk disk) throws EngineException {
        return DiskFiles.require(layout, vm, disk);
    }

    @Override
    public Optional<Path> variables(VmId vm) {
        return Optional.of(layout.variables(vm)).filter(Files::isRegularFile);
    }

    @Override
    public NetworkPlanner.Applied network(VmId vm) throws EngineException {
        return HostFiles.look(
                () -> {
                    if (machines.run(vm) instanceof Run.Running(var launched)
                            && launched.role() == Role.NETWORK) {
                        return agents.network(launched).applied();
                    }
                    return new NetworkPlanner.Applied.Silent();
                });
    }

    @Override
    public Agent agent(VmId vm) throws EngineException {
        return HostFiles.look(
                () -> {
                    Vm launched = machines.launched(vm).orElseThrow(() -> XenMachines.off(vm));
                    return agents.guest(launched);
                });
    }
}
