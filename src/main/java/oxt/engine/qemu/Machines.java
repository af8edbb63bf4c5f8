package oxt.engine.qemu;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.agent.GuestAgent;
import oxt.engine.files.RunFolders;
import oxt.host.Deadline;
import oxt.host.ProcessIdentity;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Carrier;
import oxt.plan.Run;

/** The power of machines whose processes are there: on, held, off. */
final class Machines {
    /** A killed process gives back its memory first: 10 ms a GiB. */
    private static final Duration DEATH = Duration.ofSeconds(10);

    /** How often a process is looked at that has no monitor to tell of its end. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /**
     * A guest that was still booting did not hear its power button; one that is shutting down does
     * not mind.
     */
    private static final Duration BETWEEN_PRESSES = Duration.ofSeconds(3);

    /**
     * So long QEMU's word that the VM runs needs no asking again. To ask would hold up every start:
     * a guest that begins to boot keeps QEMU busy, and an answer takes 10 to 40 ms under TCG.
     */
    private static final Duration FRESH = Duration.ofMillis(100);

    private final Contacts contacts;
    private final RunFolders folders;
    private final Links links;

    Machines(Contacts contacts, RunFolders folders, Links links) {
        this.contacts = contacts;
        this.folders = folders;
        this.links = links;
    }

    Run run(VmId vm) throws IOException, EngineException, InterruptedException {
        return switch (contacts.look(vm)) {
            case Presence.Absent _ -> Run.OFF;
            case Presence.Silent(var launched, var why) ->
                    new Run.Unreachable(launched, why.problem().what());
            case Presence.Reached(var contact) -> run(contact);
        };
    }

    /** The VM with the disks and NICs of now, where its process is there. */
    Optional<Vm> launched(VmId vm) throws IOException, EngineException, InterruptedException {
        return switch (contacts.look(vm)) {
            case Presence.Absent _ -> Optional.empty();
            case Presence.Silent(var launched, _) -> Optional.of(launched);
            case Presence.Reached(var contact) -> Optional.of(contact.devices().known());
        };
    }

    void resume(VmId vm) throws IOException, EngineException, InterruptedException {
        ask(contact(vm), "cont");
    }

    void pause(VmId vm) throws IOException, EngineException, InterruptedException {
        Contact contact = contact(vm);
        if (run(contact) instanceof Run.Running) {
            ask(contact, "stop");
        }
    }

    /** Asks the guest's agent where there is one that answers, and presses the button otherwise. */
    void pressPowerButton(VmId vm) throws IOException, EngineException, InterruptedException {
        Contact contact = running(vm);
        if (!stopsByAgent(contact)) {
            ask(contact, "system_powerdown");
        }
    }

    private boolean stopsByAgent(Contact contact) throws InterruptedException {
        if (contact.launched().role() != Role.USER) {
            return false;
        }
        try {
            GuestAgent agent = contacts.guest(contact);
            if (agent.await(Duration.ZERO) == Agent.Presence.SILENT) {
                return false;
            }
            agent.stop(Agent.Ending.POWEROFF);
            return true;
        } catch (EngineException theButtonIsLeft) {
            return false;
        }
    }

    void reset(VmId vm) throws IOException, EngineException, InterruptedException {
        ask(running(vm), "system_reset");
    }

    void setCarrier(VmId vm, NicName nic, Carrier carrier)
            throws IOException, EngineException, InterruptedException {
        Contact contact = contact(vm);
        // First the mark: a daemon that dies in between makes the deed good when it is back.
        folders.carrier(vm, nic, carrier);
        Contacts.setCarrier(contact.qmp(), nic.text(), carrier);
    }

    /** Returns when the process is gone by itself; asks it again now and then. */
    void awaitOff(VmId vm, Duration patience)
            throws IOException, EngineException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (contacts.process(vm).isPresent()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new EngineException(
                        new Problem.Failed(
                                "guest-ignored-stop",
                                "The guest did not shut down within " + patience.toSeconds() + "s.",
                                "Give it more time, or end it: oxt vm kill NAME"));
            }
            await(vm, Math.min(left, BETWEEN_PRESSES.toNanos()));
            pressAgain(vm);
        }
        contacts.drop(vm);
    }

    private void pressAgain(VmId vm) throws IOException, InterruptedException {
        try {
            pressPowerButton(vm);
        } catch (EngineException _) {
            // It has ended by now, or does not answer: the next look says which.
        }
    }

    /** Ends the process; returns when nothing of it runs any more. */
    void stop(VmId vm) throws IOException, EngineException, InterruptedException {
        Optional<ProcessIdentity> process = contacts.process(vm);
        contacts.drop(vm);
        if (process.isPresent() && !process.get().kill(Deadline.after(DEATH))) {
            throw deathless(vm, process.get());
        }
        links.seal(vm);
    }

    /** The monitor's end is the process's end, or nearly so. */
    private void await(VmId vm, long nanos)
            throws IOException, EngineException, InterruptedException {
        if (contacts.look(vm) instanceof Presence.Reached(var contact)) {
            try {
                contact.qmp().ended().get(nanos, TimeUnit.NANOSECONDS);
                if (!contact.process().awaitEnd(Deadline.after(DEATH))) {
                    throw deathless(vm, contact.process());
                }
            } catch (TimeoutException tooLate) {
                return;
            } catch (ExecutionException impossible) {
                throw new AssertionError(impossible);
            }
        } else {
            Thread.sleep(Math.min(LOOK.toMillis(), Math.max(1, nanos / 1_000_000)));
        }
    }

    private static EngineException deathless(VmId vm, ProcessIdentity process) {
        return new EngineException(
                new Problem.Failed(
                        "process-does-not-end",
                        "Process " + process.pid() + " of VM " + vm + " does not end.",
                        "Look at what it waits for: cat /proc/"
                                + process.pid()
                                + "/wchan; perhaps the host has to be started again."));
    }

    /** The contact where there is a process that answers. */
    Optional<Contact> reached(VmId vm) throws IOException, EngineException, InterruptedException {
        return contacts.look(vm) instanceof Presence.Reached(var contact)
                ? Optional.of(contact)
                : Optional.empty();
    }

    Contact contact(VmId vm) throws IOException, EngineException, InterruptedException {
        return switch (contacts.look(vm)) {
            case Presence.Reached(var contact) -> contact;
            case Presence.Silent(_, var why) -> throw why;
            case Presence.Absent _ ->
                    throw new EngineException(
                            new Problem.Conflict(
                                    "vm-is-off",
                                    "VM " + vm + " is off.",
                                    "Run: oxt vm start NAME"));
        };
    }

    /** The contact with a machine that is this one and stands still. */
    Contact paused(Vm launched) throws IOException, EngineException, InterruptedException {
        if (!run(launched.id()).equals(new Run.Paused(launched))) {
            throw inUse(launched.id());
        }
        return contact(launched.id());
    }

    static EngineException inUse(VmId vm) {
        return new EngineException(
                new Problem.Conflict(
                        "vm-is-running",
                        "VM " + vm + " has a process already, which uses this.",
                        "Run: oxt vm stop NAME"));
    }

    private Contact running(VmId vm) throws IOException, EngineException, InterruptedException {
        Contact contact = contact(vm);
        if (!(run(contact) instanceof Run.Running)) {
            throw new EngineException(
                    new Problem.Conflict(
                            "vm-is-paused",
                            "VM " + contact.launched().name() + " does not run.",
                            "Run: oxt vm resume " + contact.launched().name()));
        }
        return contact;
    }

    private static Run run(Contact contact) throws InterruptedException {
        // Whatever stops the processors is an event of its own, and comes before any answer to
        // what was asked later.
        if (contact.qmp().latest(FRESH).filter(last -> last.name().equals("RESUME")).isPresent()) {
            return new Run.Running(contact.devices().known());
        }
        String status;
        Vm machine;
        try {
            status = status(ask(contact, "query-status"));
            machine = contact.devices().machine();
        } catch (EngineException why) {
            return isGone(contact)
                    ? Run.OFF
                    : new Run.Unreachable(contact.devices().known(), why.problem().what());
        }
        return switch (status) {
            case "prelaunch", "preconfig", "inmigrate" -> new Run.Created(machine);
            // Off in a moment, when the process ends.
            case "running", "shutdown" -> new Run.Running(machine);
            case "paused",
                    "suspended",
                    "io-error",
                    "debug",
                    "watchdog",
                    "finish-migrate",
                    "postmigrate" ->
                    new Run.Paused(machine);
            default -> new Run.Unreachable(machine, "QEMU says that the VM is \"" + status + "\".");
        };
    }

    /** A process that dies closes its monitor first. */
    private static boolean isGone(Contact contact) throws InterruptedException {
        return contact.qmp().isOpen()
                ? !contact.process().isAlive()
                : Contacts.gone(contact.process());
    }

    static String status(JsonElement answer) {
        return answer instanceof JsonObject object
                        && object.get("status") instanceof JsonPrimitive status
                ? status.getAsString()
                : "unknown";
    }

    private static JsonElement ask(Contact contact, String command)
            throws EngineException, InterruptedException {
        return contact.qmp().call(command, Contacts.PATIENCE);
    }
}
