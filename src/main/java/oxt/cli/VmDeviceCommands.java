package oxt.cli;

import java.util.List;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The commands that begin with {@code oxt vm disk} and {@code oxt vm nic}. */
final class VmDeviceCommands {
    static final Option.Valued BLANK =
            new Option.Valued(
                    "--blank",
                    "",
                    "SIZE",
                    "An empty disk of this size, as 10GiB.",
                    new Completion.Nothing());
    static final Option.Valued IMAGE =
            new Option.Valued(
                    "--image",
                    "",
                    "IMAGE",
                    "A disk that begins with the content of this image.",
                    new Completion.ImageNames());
    static final Option.Valued MODE =
            new Option.Valued(
                    "--mode",
                    "",
                    "MODE",
                    "What becomes of what is written: persistent, fresh or read-only"
                            + " (default: persistent).",
                    new Completion.Words(List.of("persistent", "fresh", "read-only")));
    static final Option.Valued FORMAT =
            new Option.Valued(
                    "--format",
                    "",
                    "FORMAT",
                    "How the file is laid out: qcow2 or raw (default: qcow2).",
                    new Completion.Words(List.of("qcow2", "raw")));
    static final Option.Valued BACKEND =
            new Option.Valued(
                    "--backend",
                    "",
                    "VM",
                    "The network driver domain (default: net).",
                    new Completion.VmNames());
    static final Option.Valued MAC =
            new Option.Valued(
                    "--mac",
                    "",
                    "MAC",
                    "The Ethernet address that the guest sees (default: one that stays the same).",
                    new Completion.Nothing());
    static final Option.Valued PATIENCE =
            new Option.Valued(
                    "--patience",
                    "",
                    "TIME",
                    "How long the guest has to let go, as 30s or 2min (default: 30s).",
                    new Completion.Nothing());

    private static final String RUNNING =
            "A VM that runs has it at once; one that is off, when it is started.";
    private static final String LETTING_GO =
            "The guest of a VM that runs is asked to let go of it; where it does not in time,"
                    + " everything stays as it was.";

    private VmDeviceCommands() {}

    static Branch.Group disk() {
        return new Branch.Group(
                "disk",
                "Give VMs disks and take them away, also while they run.",
                () -> List.of(addDisk(), growDisk(), removeDisk()));
    }

    static Branch.Group nic() {
        return new Branch.Group(
                "nic",
                "Give VMs network cards and take them away, also while they run.",
                () -> List.of(addNic(), removeNic()));
    }

    private static Branch.Command addDisk() {
        return new Branch.Command(
                "add",
                "Give a VM a disk: an empty one, or one that begins as an image.",
                RUNNING,
                List.of(Argument.vm(), named("DISK", Argument.Count.ONE, "The new disk's name.")),
                Commands.changing(BLANK, IMAGE, MODE, FORMAT),
                List.of(
                        "oxt vm disk add work data --blank 10GiB",
                        "oxt vm disk add work tools --image tools --mode read-only"),
                VmDevices::addDisk);
    }

    private static Branch.Command growDisk() {
        return new Branch.Command(
                "grow",
                "Make a disk larger.",
                "A guest that runs has it at once, and its agent makes the file systems larger too;"
                        + " one that is off, when it is started. No disk is made smaller.",
                List.of(
                        Argument.vm(),
                        named("DISK", Argument.Count.ONE, "The disk."),
                        named("SIZE", Argument.Count.ONE, "Its new size, as 20GiB.")),
                Commands.changing(),
                List.of("oxt vm disk grow work data 20GiB"),
                VmDevices::growDisk);
    }

    private static Branch.Command removeDisk() {
        return new Branch.Command(
                "remove",
                "Take disks from a VM and delete what is on them.",
                LETTING_GO
                        + " Unmount it in the guest first: Linux lets go of a mounted disk as well,"
                        + " and what it had not written is lost.",
                List.of(Argument.vm(), named("DISK", Argument.Count.SOME, "The disks.")),
                Commands.changing(PATIENCE, Option.YES),
                List.of("oxt vm disk remove work data", "oxt vm disk remove work data --yes"),
                VmDevices::removeDisks);
    }

    private static Branch.Command addNic() {
        return new Branch.Command(
                "add",
                "Give a VM a network card.",
                RUNNING,
                List.of(Argument.vm(), named("NIC", Argument.Count.ONE, "The new card's name.")),
                Commands.changing(BACKEND, MAC),
                List.of("oxt vm nic add work lan", "oxt vm nic add work lab --backend net2"),
                VmDevices::addNic);
    }

    private static Branch.Command removeNic() {
        return new Branch.Command(
                "remove",
                "Take network cards from a VM.",
                LETTING_GO,
                List.of(Argument.vm(), named("NIC", Argument.Count.SOME, "The network cards.")),
                Commands.changing(PATIENCE),
                List.of("oxt vm nic remove work lan"),
                VmDevices::removeNics);
    }

    private static Argument named(String label, Argument.Count count, String description) {
        return new Argument(label, count, description, new Completion.Nothing());
    }

    static ProblemException notChosen(String disk) {
        return new ProblemException(
                new Problem.Invalid(
                        "disk-without-content",
                        "Disk " + Harmless.line(disk) + " has to begin with something.",
                        "Write --blank SIZE or --image IMAGE, and not both."));
    }
}
