package oxt.cli;

import java.util.List;
import oxt.api.PciReply;
import oxt.client.Reply;
import oxt.client.Request;

/** The commands that begin with {@code oxt pci}. */
final class PciCommands {
    private PciCommands() {}

    static Branch.Group group() {
        return new Branch.Group(
                "pci", "This machine's PCI devices, which VMs may have.", PciCommands::branches);
    }

    private static List<Branch> branches() {
        return List.of(list());
    }

    private static Branch.Command list() {
        return new Branch.Command(
                "list",
                "List PCI devices: who drives each, how it is reset, what the host needs it for.",
                "Bridges are left out; --json has them. A device that the host needs is not given"
                        + " to a VM. RESET says how well it is cleaned between two owners: whole,"
                        + " weak (by its power state only), with-others (only together with what"
                        + " is on its bus) or none.",
                List.of(),
                Commands.reading(),
                List.of("oxt pci list"),
                PciCommands::list);
    }

    private static Exit list(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get("/v1/host/pci"));
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        Table table =
                Table.of("ADDRESS", "KIND", "ID", "DRIVER", "GROUP", "RESET", "THE HOST NEEDS IT");
        for (PciReply function : Daemon.read(reply, PciReply.LIST)) {
            if (!function.kind().equals("bridge")) {
                table.row(
                        Table.Cell.of(function.address().text()),
                        Table.Cell.of(function.kind()),
                        Table.Cell.of(function.identity()),
                        Table.Cell.of(function.driver().orElse("-")),
                        Table.Cell.of(function.iommuGroup().map(String::valueOf).orElse("-")),
                        reset(function.reset()),
                        Table.Cell.of(
                                function.uses().isEmpty()
                                        ? "no"
                                        : String.join(" ", function.uses())));
            }
        }
        table.print(out);
        return Exit.DONE;
    }

    private static Table.Cell reset(PciReply.Reset reset) {
        return new Table.Cell(
                reset.word(), reset.word().equals("whole") ? Style.GREEN : Style.YELLOW);
    }
}
