package oxt.engine.qemu;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.StateFolder;
import oxt.engine.files.VmUsers;
import oxt.model.ByteSize;
import oxt.model.Problem;
import oxt.model.Vm;

/**
 * Machines' states on their way to disk and back, by QEMU's migration (docs/devel/migration.rst).
 *
 * <p>Out: QEMU sends to a socket of the daemon. In: QEMU reads its standard input, which is the
 * file; its user could not open it.
 */
final class StateTransfer {
    /** What a machine has besides its memory: the screen's, firmware, devices. */
    private static final ByteSize BESIDES = ByteSize.mebibytes(256);

    /** To ask costs QEMU nothing, and a small VM is done in a tenth of a second. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    /** Who waits for a machine to go on waits for half of this longer than need be. */
    private static final Duration BETWEEN_LOOKS_AT_RESTORE = Duration.ofMillis(1);

    /** More than any disk takes; QEMU's own is 128 MiB a second. */
    private static final long BYTES_A_SECOND = 1L << 50;

    private final Layout layout;
    private final VmUsers users;

    StateTransfer(Layout layout, VmUsers users) {
        this.layout = layout;
        this.users = users;
    }

    /** Where a migration is, in the words of QEMU's {@code query-migrate}. */
    private enum Stage {
        NONE,
        UNDER_WAY,
        COMPLETED,
        FAILED
    }

    /** Of a paused machine, to disk; returns when the state is whole and safe, and the only one. */
    void save(Contact contact, Launch launch, StateFolder folder)
            throws IOException, EngineException, InterruptedException {
        Path socket = layout.state(contact.launched().id());
        Path memory = folder.begin();
        ByteSize most = contact.launched().memory().plus(BESIDES);
        try (StateSink sink = StateSink.listen(socket, memory, most)) {
            users.give(socket, contact.launched().id());
            JsonObject speed = new JsonObject();
            speed.addProperty("max-bandwidth", BYTES_A_SECOND);
            ask(contact, "migrate-set-parameters", speed);
            JsonObject target = new JsonObject();
            target.addProperty("uri", "unix:" + socket);
            ask(contact, "migrate", target);
            folder.finish(new StateFolder.Description<>(launch.document(), await(contact, sink)));
        } catch (IOException | EngineException | InterruptedException | RuntimeException e) {
            stop(contact);
            folder.sweep();
            throw e;
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    /** The memory is in a file that both machines have: what is sent is all else. */
    void leaveMemoryOut(Contact contact) throws EngineException, InterruptedException {
        JsonObject capability = new JsonObject();
        capability.addProperty("capability", "x-ignore-shared");
        capability.addProperty("state", true);
        JsonArray capabilities = new JsonArray();
        capabilities.add(capability);
        JsonObject arguments = new JsonObject();
        arguments.add("capabilities", capabilities);
        ask(contact, "migrate-set-capabilities", arguments);
    }

    /** Into a machine that was started to wait for it; returns when it is as it was saved. */
    void restore(Contact contact) throws EngineException, InterruptedException {
        JsonObject source = new JsonObject();
        source.addProperty("uri", "fd:0");
        ask(contact, "migrate-incoming", source);
        while (true) {
            switch (stage(contact)) {
                case COMPLETED -> {
                    return;
                }
                // QEMU ends, and the next question finds it gone.
                case NONE, UNDER_WAY, FAILED -> Thread.sleep(BETWEEN_LOOKS_AT_RESTORE);
            }
        }
    }

    /** Whether all went out: QEMU has closed the disks then, until its processors run again. */
    boolean isDone(Contact contact) throws EngineException, InterruptedException {
        return contact.qmp().call("query-status", Contacts.PATIENCE) instanceof JsonObject object
                && object.get("status") instanceof JsonPrimitive word
                && word.getAsString().equals("postmigrate");
    }

    /** Gives up a save that an earlier daemon or an earlier attempt left under way. */
    void stop(Contact contact) throws EngineException, InterruptedException {
        if (!contact.isOpen() || stage(contact) != Stage.UNDER_WAY) {
            return;
        }
        ask(contact, "migrate_cancel", new JsonObject());
        while (stage(contact) == Stage.UNDER_WAY) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private StateFolder.Sum await(Contact contact, StateSink sink)
            throws IOException, EngineException, InterruptedException {
        CompletableFuture<StateFolder.Sum> whole = sink.whole();
        while (true) {
            if (whole.isCompletedExceptionally()) {
                throw unwritten(contact.launched(), whole, sink);
            }
            switch (stage(contact)) {
                case UNDER_WAY -> Thread.sleep(BETWEEN_LOOKS);
                case COMPLETED -> {
                    return get(contact.launched(), whole, sink);
                }
                case NONE, FAILED -> {
                    // Of the two ends of the talk the daemon's knows better what went wrong.
                    get(contact.launched(), whole, sink);
                    throw refused(contact.launched());
                }
            }
        }
    }

    private static StateFolder.Sum get(
            Vm vm, CompletableFuture<StateFolder.Sum> whole, StateSink sink)
            throws IOException, EngineException, InterruptedException {
        try {
            return whole.get();
        } catch (ExecutionException e) {
            throw unwritten(vm, whole, sink);
        }
    }

    private static EngineException unwritten(
            Vm vm, CompletableFuture<StateFolder.Sum> whole, StateSink sink) throws IOException {
        return switch (whole.exceptionNow()) {
            case StateSink.NoSpaceException full -> new EngineException(noSpace(vm, sink), full);
            case StateSink.TooMuchException flood ->
                    new EngineException(
                            new Problem.Failed(
                                    "saved-state-too-large",
                                    "QEMU of VM " + vm.name() + " sends more than its VM can have.",
                                    "Do not trust this VM's process any more; end it: oxt vm kill "
                                            + vm.name()),
                            flood);
            case IOException full when String.valueOf(full.getMessage()).contains("No space") ->
                    new EngineException(noSpace(vm, sink), full);
            case IOException other -> throw other;
            case Throwable impossible -> throw new AssertionError(impossible);
        };
    }

    private static Problem noSpace(Vm vm, StateSink sink) {
        return new Problem.Failed(
                "no-space-to-save",
                "The memory of VM "
                        + vm.name()
                        + " does not fit on the disk: after "
                        + new ByteSize(sink.taken()).mebibytes()
                        + "MiB of at most "
                        + vm.memory()
                        + " less than "
                        + StateSink.LEFT_FREE
                        + " were free.",
                "Make space there, and save it again; the VM goes on meanwhile.");
    }

    private static EngineException refused(Vm vm) {
        return new EngineException(
                new Problem.Failed(
                        "qemu-did-not-save",
                        "QEMU of VM " + vm.name() + " gave up writing its state.",
                        "Look at what it said: RUN/logs/" + vm.id() + "/qemu.log"));
    }

    private static Stage stage(Contact contact) throws EngineException, InterruptedException {
        String status =
                contact.qmp().call("query-migrate", Contacts.PATIENCE) instanceof JsonObject object
                                && object.get("status") instanceof JsonPrimitive word
                        ? word.getAsString()
                        : "none";
        return switch (status) {
            case "none" -> Stage.NONE;
            case "completed" -> Stage.COMPLETED;
            case "failed", "cancelled" -> Stage.FAILED;
            default -> Stage.UNDER_WAY;
        };
    }

    private static void ask(Contact contact, String command, JsonObject arguments)
            throws EngineException, InterruptedException {
        contact.qmp().call(command, arguments, Contacts.PATIENCE);
    }
}
