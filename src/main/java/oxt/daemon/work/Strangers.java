package oxt.daemon.work;

import java.util.List;
import oxt.api.ForeignVm;
import oxt.engine.Engine;
import oxt.engine.EngineException;

/**
 * Machines on this host that somebody else made.
 *
 * <p>Whoever lists VMs does not want to be refused because an engine cannot look at what is not
 * ours.
 */
public record Strangers(Engine engine, DaemonLog log) {

    public List<ForeignVm> look() {
        try {
            return engine.foreign();
        } catch (EngineException unseen) {
            log.say(unseen.problem().what());
            return List.of();
        }
    }
}
