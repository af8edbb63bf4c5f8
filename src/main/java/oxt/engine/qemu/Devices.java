package oxt.engine.qemu;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import oxt.engine.EngineException;
import oxt.model.Vm;

/**
 * What is plugged into one machine: as QEMU says, and as it is written down for later daemons.
 *
 * <p>What is written comes before a device and goes after it, so it may name one that is not there;
 * QEMU says which are.
 */
final class Devices {
    private final Path file;
    private final Qmp qmp;
    private final Vacancies vacancies = new Vacancies(System::nanoTime);
    private Vm written;
    private Optional<Set<String>> there = Optional.empty();
    private long changes;

    Devices(Path file, Qmp qmp, Vm written) {
        this.file = file;
        this.qmp = qmp;
        this.written = written;
    }

    /** A device went, and a guest may have done that by itself: who looks next asks. */
    synchronized void changed() {
        changes++;
        there = Optional.empty();
    }

    /** The VM with the disks and NICs that are there now. */
    Vm machine() throws EngineException, InterruptedException {
        long asked;
        synchronized (this) {
            if (there.isPresent()) {
                return Launch.only(written, there.get());
            }
            asked = changes;
        }
        Set<String> devices = ask();
        synchronized (this) {
            if (asked == changes) {
                there = Optional.of(devices);
            }
            return Launch.only(written, devices);
        }
    }

    /** As {@link #machine}, from when QEMU was asked last. */
    synchronized Vm known() {
        return there.map(devices -> Launch.only(written, devices)).orElse(written);
    }

    /** QEMU was just started, and it does not begin without all that it was told of. */
    synchronized void areAllThere() {
        Set<String> devices = new HashSet<>();
        written.disks().forEach(disk -> devices.add(Ports.device(disk.name())));
        written.nics().forEach(nic -> devices.add(Ports.device(nic.name())));
        there = Optional.of(devices);
        vacancies.areNew();
    }

    Vacancies vacancies() {
        return vacancies;
    }

    boolean has(String device) throws EngineException, InterruptedException {
        return ask().contains(device);
    }

    /** All that the machine is made of now. */
    Launch launch() throws IOException, EngineException, InterruptedException {
        return Launch.read(file, written.id()).only(ask());
    }

    /** As it is written down, with what may not be there. */
    Launch written() throws IOException, EngineException {
        return Launch.read(file, written.id());
    }

    /** What the machine is about to have, or has lost. */
    synchronized void write(Launch launch) {
        launch.write(file);
        written = launch.vm();
        changed();
    }

    private Set<String> ask() throws EngineException, InterruptedException {
        JsonObject path = new JsonObject();
        path.addProperty("path", "/machine/peripheral");
        JsonElement answer = qmp.call("qom-list", path, Contacts.PATIENCE);
        Set<String> devices = new HashSet<>();
        if (answer.isJsonArray()) {
            for (JsonElement each : answer.getAsJsonArray()) {
                if (each instanceof JsonObject object
                        && object.get("name") instanceof JsonPrimitive name) {
                    devices.add(name.getAsString());
                }
            }
        }
        return devices;
    }
}
