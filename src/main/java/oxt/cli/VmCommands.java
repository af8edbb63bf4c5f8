package oxt.cli;

import java.util.List;

/** The commands that begin with {@code oxt vm}. */
final class VmCommands {
    static final Option.Flag YAML =
            new Option.Flag("--yaml", "", "Print the document, as vm create and vm edit take it.");
    static final Option.Valued PATIENCE =
            new Option.Valued(
                    "--patience",
                    "",
                    "TIME",
                    "How long the guest has to shut down, as 60s or 2min (default: 60s).",
                    new Completion.Nothing());
    static final Option.Valued FILE =
            new Option.Valued(
                    "--output",
                    "-o",
                    "FILE",
                    "Where to write it; - is the standard output (default: NAME.png).",
                    new Completion.Files());

    static final Option.Flag RAW =
            new Option.Flag("--raw", "", "Print it byte for byte, for files.");

    static final Option.Flag DISPOSABLE =
            new Option.Flag(
                    "--disposable",
                    "",
                    "Run it in a VM made for it, a copy of NAME's guest as it is when it has"
                            + " booted; nothing of that VM stays.");

    static final Option.Flag NO_INPUT =
            new Option.Flag("--no-input", "-n", "Give the command no standard input.");

    static final Option.Valued ANSWER_PATIENCE =
            new Option.Valued(
                    "--patience",
                    "",
                    "TIME",
                    "How long the guest's agent has to answer (default: 15s).",
                    new Completion.Nothing());

    private VmCommands() {}

    static Branch.Group group() {
        return new Branch.Group("vm", "Virtual machines.", VmCommands::branches);
    }

    private static List<Branch> branches() {
        return List.of(
                list(),
                show(),
                create(),
                edit(),
                set(),
                remove(),
                VmFiles.exportCommand(),
                VmFiles.importCommand(),
                VmDeviceCommands.disk(),
                VmDeviceCommands.nic(),
                start(),
                stop(),
                power("kill", "End a VM at once, as if its power was cut."),
                reboot(),
                power("reset", "Press a VM's reset button: it starts anew without shutting down."),
                power("pause", "Halt a VM's processors; its memory stays."),
                power("resume", "Let a paused VM go on."),
                save(),
                discard(),
                SnapshotCommands.group(),
                run(),
                explain(),
                MeasureCommand.branch(),
                screenshot(),
                view(),
                console(),
                log());
    }

    private static Branch.Command list() {
        return new Branch.Command(
                "list",
                "List the VMs and what they do.",
                "",
                List.of(),
                Commands.reading(Option.NAMES),
                List.of("oxt vm list", "oxt vm list --json"),
                VmReading::list);
    }

    private static Branch.Command show() {
        return new Branch.Command(
                "show",
                "Show a VM: what is wanted and what is.",
                "",
                List.of(Argument.vm()),
                Commands.reading(YAML),
                List.of("oxt vm show work", "oxt vm show work --yaml > work.yaml"),
                VmReading::show);
    }

    private static Branch.Command create() {
        return new Branch.Command(
                "create",
                "Create a VM from a YAML document.",
                "The VM is created and does not run yet: oxt vm start starts it.",
                List.of(Argument.file("The document; - is the standard input.")),
                Commands.changing(),
                List.of("oxt vm create work.yaml", "oxt vm create work.yaml --plan"),
                VmDocuments::create);
    }

    private static Branch.Command edit() {
        return new Branch.Command(
                "edit",
                "Change a VM's document in your editor ($VISUAL or $EDITOR).",
                "What is wrong with it is shown at its lines, and you can edit again.",
                List.of(Argument.vm()),
                Commands.changing(),
                List.of("oxt vm edit work", "EDITOR=nano oxt vm edit work"),
                VmDocuments::edit);
    }

    private static Branch.Command set() {
        return new Branch.Command(
                "set",
                "Change single settings of a VM.",
                "KEY is the way through the document, with the names of disks and NICs:"
                        + " disks.data.mode. An empty value removes the key."
                        + " oxt vm explain NAME lists the keys.",
                List.of(
                        Argument.vm(),
                        new Argument(
                                "KEY=VALUE",
                                Argument.Count.SOME,
                                "The settings.",
                                new Completion.Nothing())),
                Commands.changing(),
                List.of(
                        "oxt vm set work memory=1GiB processors=2",
                        "oxt vm set work nics.lan.backend=net2"),
                VmDocuments::set);
    }

    private static Branch.Command remove() {
        return new Branch.Command(
                "remove",
                "Remove a VM with its disks. They cannot be had back.",
                "It shows what would be deleted and asks. Where nobody can be asked, --yes is"
                        + " needed.",
                List.of(Argument.vms()),
                Commands.changing(Option.YES),
                List.of("oxt vm remove work", "oxt vm remove work personal --yes"),
                VmDocuments::remove);
    }

    private static Branch.Command start() {
        return new Branch.Command(
                "start",
                "Start VMs, their driver domains first.",
                "One that is saved goes on where it was.",
                List.of(Argument.vms()),
                Commands.changing(),
                List.of("oxt vm start work", "oxt vm start work personal"),
                VmPower.of("start"));
    }

    private static Branch.Command stop() {
        return new Branch.Command(
                "stop",
                "Ask VMs to shut down, and wait until they have.",
                "A guest that has not shut down in time goes on running; oxt vm kill ends it.",
                List.of(Argument.vms()),
                Commands.changing(PATIENCE),
                List.of("oxt vm stop work", "oxt vm stop work personal --patience 2min"),
                VmPower.of("stop"));
    }

    private static Branch.Command reboot() {
        return new Branch.Command(
                "reboot",
                "Ask VMs to shut down, and start them again.",
                "",
                List.of(Argument.vms()),
                Commands.changing(PATIENCE),
                List.of("oxt vm reboot work"),
                VmPower.of("reboot"));
    }

    private static Branch.Command power(String name, String summary) {
        return new Branch.Command(
                name,
                summary,
                "",
                List.of(Argument.vms()),
                Commands.changing(),
                List.of("oxt vm " + name + " work"),
                VmPower.of(name));
    }

    private static Branch.Command save() {
        return new Branch.Command(
                "save",
                "Write VMs' memory to disk and end their machines.",
                "oxt vm start goes on where they were; until then they take no memory.",
                List.of(Argument.vms()),
                Commands.changing(),
                List.of("oxt vm save work", "oxt vm save work personal"),
                VmPower.of("save"));
    }

    private static Branch.Command discard() {
        return new Branch.Command(
                "discard",
                "Drop what was saved of VMs, as if their power was cut.",
                "They are off then, and oxt vm start boots them.",
                List.of(Argument.vms()),
                Commands.changing(),
                List.of("oxt vm discard work"),
                VmPower.of("discard"));
    }

    private static Branch.Command run() {
        return new Branch.Command(
                "run",
                "Run a command in a VM's guest, by the agent in it.",
                "It runs as the guest's root. What it prints comes as it prints it, its exit status"
                        + " is oxt's; 125 says that oxt could not run it. Standard input goes to it"
                        + " where that is no terminal. Ctrl-C ends it.",
                List.of(
                        Argument.vm(),
                        new Argument(
                                "COMMAND",
                                Argument.Count.SOME,
                                "The program and its arguments, behind two dashes.",
                                new Completion.Nothing())),
                List.of(DISPOSABLE, NO_INPUT, ANSWER_PATIENCE, Option.NO_COLOUR, Option.HELP),
                List.of(
                        "oxt vm run work -- uname -a",
                        "oxt vm run work -- sh -c 'cat > /root/notes' < notes",
                        "oxt vm run --disposable work -- sha256sum < download"),
                VmRun::run);
    }

    private static Branch.Command explain() {
        return new Branch.Command(
                "explain",
                "Say for each setting whether the running VM has it.",
                "A setting holds now, only from the next start on, or not with this machine's"
                        + " engine.",
                List.of(Argument.vm()),
                Commands.reading(),
                List.of("oxt vm explain work"),
                VmReading::explain);
    }

    private static Branch.Command screenshot() {
        return new Branch.Command(
                "screenshot",
                "Save what is on a VM's screen, as PNG.",
                "",
                List.of(Argument.vm()),
                List.of(FILE, Option.NO_COLOUR, Option.HELP),
                List.of("oxt vm screenshot work", "oxt vm screenshot work -o desk.png"),
                VmReading::screenshot);
    }

    private static Branch.Command view() {
        return new Branch.Command(
                "view",
                "Open a VM's screen in a viewer.",
                "What is typed there goes to the VM while it has the focus: oxt seat focus NAME, or"
                        + " Ctrl and its slot's number in any viewer.",
                List.of(Argument.vm()),
                List.of(VmView.PRINT_SOCKET, Option.NO_COLOUR, Option.HELP),
                List.of("oxt vm view work", "oxt vm view work --print-socket"),
                VmView::open);
    }

    private static Branch.Command console() {
        return new Branch.Command(
                "console",
                "Use a VM's serial console from this terminal.",
                "Ctrl-] leaves it; the VM runs on.",
                List.of(Argument.vm()),
                List.of(Option.NO_COLOUR, Option.HELP),
                List.of("oxt vm console work"),
                VmConsole::attach);
    }

    private static Branch.Command log() {
        return new Branch.Command(
                "log",
                "Print what a VM wrote on its serial console.",
                "Control characters are left out, as a guest could act on your terminal by them.",
                List.of(Argument.vm()),
                List.of(RAW, Option.NO_COLOUR, Option.HELP),
                List.of("oxt vm log work | tail", "oxt vm log work --raw > work.log"),
                VmReading::log);
    }
}
