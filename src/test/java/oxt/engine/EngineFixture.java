package oxt.engine;

import java.time.Duration;
import java.util.List;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Facts;

/** An engine and what a contract test needs around it. */
public interface EngineFixture {

    Engine engine();

    /** What the engine's host has; two driver domains named net and net2 among it. */
    Facts facts();

    /** How each step of a plan is made to fail, where all of them are. */
    default List<HookedEngine.When> failures() {
        return List.of(HookedEngine.When.values());
    }

    /** How long a guest, or a program of the engine's, is given for what it takes a moment for. */
    default Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** A VM with a persistent disk, a fresh disk and a NIC whose guest does what it is asked. */
    Vm obedient();

    /** The same, and its guest does not, nor lets go of any device. */
    Vm stubborn();

    /** Waits until the guest of a VM that was just started can hear its power button. */
    void awaitGuest(VmId vm) throws Exception;

    /** The VM's machine dies, and nobody asked for it. */
    void die(VmId vm);

    /** A file that the VM cannot start without is taken away. */
    void loseDisk(Vm vm) throws Exception;

    /** Ends every VM that the test left, and takes away its files. */
    void close() throws Exception;
}
