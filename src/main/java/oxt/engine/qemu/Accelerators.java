package oxt.engine.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.engine.EngineException;
import oxt.engine.files.DurableFile;
import oxt.engine.files.VmUsers;
import oxt.host.PosixFiles;
import oxt.model.Reading;

/**
 * Finds the accelerator by trial, once for each kernel, processor, microcode, QEMU and {@code
 * /dev/kvm}; the answer is in {@code STATE/accelerator.json}.
 */
final class Accelerators {
    private static final String FOR = "for";
    private static final String USED = "used";
    private static final String WHY = "why-not-kvm";
    private static final String REMEDY = "remedy";

    private final Path folder;
    private final Path file;
    private final VmUsers users;
    private Optional<String> host = Optional.empty();
    private Optional<Known> known = Optional.empty();

    /** What the file said when it was read; whoever wants another trial removes the file. */
    private record Known(FileTime time, String machine, AcceleratorChoice choice) {}

    Accelerators(Path state, VmUsers users) {
        folder = state;
        file = state.resolve("accelerator.json");
        this.users = users;
    }

    /** Takes a few seconds the first time, where KVM is there and does not work. */
    synchronized AcceleratorChoice choose(Qemu qemu)
            throws IOException, EngineException, InterruptedException {
        String machine = machine(qemu);
        Optional<AcceleratorChoice> before = remembered(machine);
        if (before.isPresent()) {
            return before.get();
        }
        Files.createDirectories(folder);
        AcceleratorChoice choice = look(qemu);
        remember(machine, choice);
        return choice;
    }

    private AcceleratorChoice look(Qemu qemu)
            throws IOException, EngineException, InterruptedException {
        if (!Kvm.isThere()) {
            return AcceleratorChoice.withoutKvm(
                    "This machine has no " + Kvm.DEVICE + ".",
                    "Turn on virtualisation in the firmware's settings, then run: modprobe kvm_intel"
                            + " (or kvm_amd)");
        }
        if (!Files.isReadable(Kvm.DEVICE) || !Files.isWritable(Kvm.DEVICE)) {
            return closed();
        }
        return switch (AcceleratorTrial.of(qemu, Accelerator.KVM, AcceleratorTrial.COUNT, folder)) {
            case AcceleratorTrial.Result.Works _ ->
                    Kvm.isOpenTo(users) ? AcceleratorChoice.kvm() : closed();
            case AcceleratorTrial.Result.TooSlow _ ->
                    AcceleratorChoice.withoutKvm(
                            Kvm.DEVICE
                                    + " opens, but a guest that only counts was not done within "
                                    + AcceleratorTrial.PATIENCE.toSeconds()
                                    + "s: KVM runs guests instruction by instruction here.",
                            "Turn on nested virtualisation on the host below this machine, then"
                                    + " remove "
                                    + file
                                    + " to try again.");
            case AcceleratorTrial.Result.Failed(var words) ->
                    AcceleratorChoice.withoutKvm(
                            "A guest under KVM did not run. QEMU said: " + words,
                            "Update QEMU and the kernel; where this machine is a virtual one, turn on"
                                    + " nested virtualisation on the host below it. Then remove "
                                    + file
                                    + " to try again.");
        };
    }

    private AcceleratorChoice closed() {
        return switch (users) {
            case VmUsers.Separate _ ->
                    AcceleratorChoice.withoutKvm(
                            Kvm.DEVICE + " is for root alone, and VMs do not run as root.",
                            "Run: groupadd --system kvm; chgrp kvm /dev/kvm; chmod 660 /dev/kvm");
            case VmUsers.Shared _ ->
                    AcceleratorChoice.withoutKvm(
                            Kvm.DEVICE + " is not open to the user of this daemon.",
                            "Run: sudo usermod --append --groups kvm $USER; then log in again");
        };
    }

    /** Read once, because each start asks. */
    private Optional<AcceleratorChoice> remembered(String machine) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        FileTime time = Files.getLastModifiedTime(file);
        if (known.isEmpty()
                || !known.get().time().equals(time)
                || !known.get().machine().equals(machine)) {
            known = written(machine).map(choice -> new Known(time, machine, choice));
        }
        return known.map(Known::choice);
    }

    private Optional<AcceleratorChoice> written(String machine) throws IOException {
        Optional<String> text = DurableFile.read(file, Bounds.DOCUMENT.characters());
        if (text.isEmpty()
                || !(Json.read(text.get(), Bounds.DOCUMENT)
                        instanceof Reading.Good<Node>(Node.Mapping written))
                || !word(written, FOR).equals(Optional.of(machine))) {
            return Optional.empty();
        }
        return word(written, USED)
                .flatMap(
                        used ->
                                used.equals(Accelerator.KVM.word())
                                        ? Optional.of(AcceleratorChoice.kvm())
                                        : without(written));
    }

    private static Optional<AcceleratorChoice> without(Node.Mapping written) {
        return word(written, WHY)
                .flatMap(
                        why ->
                                word(written, REMEDY)
                                        .map(to -> AcceleratorChoice.withoutKvm(why, to)));
    }

    private void remember(String machine, AcceleratorChoice choice) {
        List<Node.Entry> entries = new ArrayList<>();
        entries.add(Node.entry(FOR, machine));
        entries.add(Node.entry(USED, choice.used().word()));
        choice.withoutKvm()
                .ifPresent(
                        reason -> {
                            entries.add(Node.entry(WHY, reason.why()));
                            entries.add(Node.entry(REMEDY, reason.remedy()));
                        });
        PosixFiles.replace(
                file,
                Json.writePretty(Node.mapping(entries.toArray(Node.Entry[]::new))),
                "rw-r--r--");
    }

    private static Optional<String> word(Node.Mapping mapping, String key) {
        return mapping.find(key)
                .flatMap(
                        node ->
                                node instanceof Node.Text(var text, _)
                                        ? Optional.of(text)
                                        : Optional.empty());
    }

    private String machine(Qemu qemu) throws IOException {
        if (host.isEmpty()) {
            host = Optional.of(host());
        }
        return String.join("; ", host.get(), "QEMU " + qemu.version(), Kvm.look());
    }

    /** These stay the same until the machine is started again. */
    private static String host() throws IOException {
        return String.join(
                "; ",
                Files.readString(Path.of("/proc/version")).strip(),
                cpu("model name"),
                cpu("microcode"));
    }

    /** What the first processor says of itself. */
    private static String cpu(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }
}
