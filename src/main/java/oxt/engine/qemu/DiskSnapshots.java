package oxt.engine.qemu;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * Snapshots within qcow2 disks, by their tag: by the monitor of the process that has the disks
 * open, or where there is none by qemu-img, as the VM's own user. A guest that had taken over its
 * process may have written anything into the headers.
 */
final class DiskSnapshots {
    /** As the step's own deadline, which comes first. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** QEMU copies a table for each disk: 2 MiB for each TiB. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Layout layout;
    private final Confinement confinement;
    private final Programs programs;

    DiskSnapshots(Layout layout, Confinement confinement, Programs programs) {
        this.layout = layout;
        this.confinement = confinement;
        this.programs = programs;
    }

    /** In all disks at one moment, by the process that has them open. */
    void take(Contact contact, String tag)
            throws IOException, EngineException, InterruptedException {
        JsonArray actions = new JsonArray();
        for (String node : nodes(contact.devices().launch())) {
            JsonObject snapshot = new JsonObject();
            snapshot.addProperty("device", node);
            snapshot.addProperty("name", tag);
            JsonObject action = new JsonObject();
            action.addProperty("type", "blockdev-snapshot-internal-sync");
            action.add("data", snapshot);
            actions.add(action);
        }
        JsonObject arguments = new JsonObject();
        arguments.add("actions", actions);
        if (!actions.isEmpty()) {
            contact.qmp().call("transaction", arguments, ANSWER);
        }
    }

    /** Where it is in none, nothing happens. */
    void remove(Contact contact, String tag)
            throws IOException, EngineException, InterruptedException {
        for (String node : nodes(contact.devices().launch())) {
            JsonObject snapshot = new JsonObject();
            snapshot.addProperty("device", node);
            snapshot.addProperty("name", tag);
            try {
                contact.qmp().call("blockdev-snapshot-delete-internal-sync", snapshot, ANSWER);
            } catch (EngineException e) {
                if (!e.problem().what().contains("does not exist")) {
                    throw e;
                }
            }
        }
    }

    void take(Vm vm, String tag) throws IOException, EngineException, InterruptedException {
        for (Path file : files(vm)) {
            image(vm.id(), "-c", tag, file);
        }
    }

    void revert(Vm vm, String tag) throws IOException, EngineException, InterruptedException {
        for (Path file : files(vm)) {
            image(vm.id(), "-a", tag, file);
        }
    }

    void remove(Vm vm, String tag) throws IOException, EngineException, InterruptedException {
        for (Path file : files(vm)) {
            if (image(vm.id(), "-l", file).contains(" " + tag + " ")) {
                image(vm.id(), "-d", tag, file);
            }
        }
    }

    private static List<String> nodes(Launch launch) {
        List<String> nodes = new ArrayList<>();
        List<Disk> disks = launch.vm().disks();
        for (int index = 0; index < disks.size(); index++) {
            Disk disk = disks.get(index);
            if (hasSnapshots(disk)) {
                Ports ports = launch.surroundings().ports();
                nodes.add(QemuDiskArgs.node(ports.of(Ports.device(disk.name())).orElse(index)));
            }
        }
        return nodes;
    }

    /** Those that are there. */
    private List<Path> files(Vm vm) {
        return vm.disks().stream()
                .filter(DiskSnapshots::hasSnapshots)
                .map(disk -> layout.disk(vm.id(), disk.name(), disk.format()))
                .filter(Files::exists)
                .toList();
    }

    private static boolean hasSnapshots(Disk disk) {
        return disk.mode() == DiskMode.PERSISTENT && disk.format() == DiskFormat.QCOW2;
    }

    private String image(VmId vm, Object... words)
            throws IOException, EngineException, InterruptedException {
        List<String> command = new ArrayList<>(confinement.ofProgram(vm));
        command.add(programs.require("qemu-img", "qemu-utils").toString());
        command.add("snapshot");
        for (Object word : words) {
            command.add(word instanceof Path file ? "json:" + qcow2(file) : word.toString());
        }
        return Programs.run(command, PATIENCE);
    }

    /** Said as it is for the VM, so that the header cannot name another file. */
    static JsonObject qcow2(Path file) {
        JsonObject node = new JsonObject();
        node.addProperty("driver", "qcow2");
        node.add("backing", JsonNull.INSTANCE);
        node.add("file", QemuText.file(file.toString()));
        return node;
    }
}
