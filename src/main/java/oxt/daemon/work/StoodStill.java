package oxt.daemon.work;

import java.time.Duration;
import java.time.Instant;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.model.Vm;

/** A guest whose clock stood while its machine was paused or saved, and that goes on. */
record StoodStill(Workshop shop, Vm vm) {
    /** An agent that was there before answers at once; on a loaded machine in seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** By the guest's agent, where it answers; nobody waits for that. */
    void setClock() {
        Thread.ofVirtual().name("clock of " + vm.name()).start(this::set);
    }

    private void set() {
        try {
            Agent agent = shop.engine().views().agent(vm.id());
            if (agent.await(PATIENCE) == Agent.Presence.ANSWERS) {
                agent.setClock(Instant.now());
            }
        } catch (EngineException unset) {
            shop.chronicle()
                    .log("The clock of VM " + vm.name() + " is behind: " + unset.problem().what());
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this", e);
        }
    }
}
