package oxt.cli;

import java.util.ArrayList;
import java.util.List;
import oxt.api.ImageReply;
import oxt.client.Reply;
import oxt.client.Request;

/** The commands that begin with {@code oxt image}. */
final class ImageCommands {
    private ImageCommands() {}

    static Branch.Group group() {
        return new Branch.Group("image", "Images that VMs start from.", ImageCommands::branches);
    }

    private static List<Branch> branches() {
        return List.of(
                new Branch.Command(
                        "list",
                        "List the images and which of them are built.",
                        "",
                        List.of(),
                        Commands.reading(Option.NAMES),
                        List.of("oxt image list"),
                        ImageCommands::list),
                new Branch.Command(
                        "build",
                        "Build images. The same version gives the same content every time.",
                        "",
                        List.of(images()),
                        Commands.making(),
                        List.of("oxt image build minimal"),
                        ImageCommands::build),
                new Branch.Command(
                        "import",
                        "Make an image of a disk's file.",
                        "raw, qcow2, VHD, VMDK in one file, and OVA with one disk. The file is read"
                                + " with your rights and sent to the daemon; - is standard input."
                                + " Nothing that it names outside itself is followed.",
                        List.of(
                                new Argument(
                                        "NAME",
                                        Argument.Count.ONE,
                                        "The new image.",
                                        new Completion.Nothing()),
                                Argument.file("The disk's file.")),
                        importing(),
                        List.of(
                                "oxt image import appliance appliance.ova",
                                "oxt image import win disk.img --format raw"),
                        ImageCommands::take),
                new Branch.Command(
                        "remove",
                        "Remove images.",
                        "One that was built can be built again; one that was imported is gone.",
                        List.of(images()),
                        Commands.making(),
                        List.of("oxt image remove minimal"),
                        ImageCommands::remove));
    }

    private static Argument images() {
        return new Argument(
                "NAME", Argument.Count.SOME, "The images.", new Completion.ImageNames());
    }

    private static Exit list(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get("/v1/images"));
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        List<ImageReply> images = Daemon.read(reply, ImageReply.LIST);
        if (words.has(Option.NAMES)) {
            images.forEach(image -> out.line(image.name().toString()));
            return Exit.DONE;
        }
        Table table = Table.of("NAME", "BUILT", "SIZE", "DIGEST", "FOR");
        for (ImageReply image : images) {
            table.row(row(image));
        }
        table.print(out);
        return Exit.DONE;
    }

    private static Table.Cell[] row(ImageReply image) {
        Table.Cell name = Table.Cell.of(image.name().toString());
        Table.Cell description = Table.Cell.of(image.description());
        return switch (image.state()) {
            case ImageReply.State.NotBuilt _ ->
                    new Table.Cell[] {
                        name,
                        new Table.Cell("no", Style.DIM),
                        Table.Cell.of(""),
                        Table.Cell.of(""),
                        description
                    };
            case ImageReply.State.Built(var digest, var size, var at, _) ->
                    new Table.Cell[] {
                        name,
                        Table.Cell.of(LocalTime.text(at)),
                        Table.Cell.of(Readable.size(size)),
                        Table.Cell.of(beginning(digest)),
                        description
                    };
        };
    }

    /** Enough to tell two images apart at a glance; --json has all of it. */
    private static String beginning(String digest) {
        String hexadecimal = digest.substring(digest.indexOf(':') + 1);
        return hexadecimal.substring(0, Math.min(12, hexadecimal.length()));
    }

    private static Exit build(Words words, Surroundings around) {
        List<Request> requests = new ArrayList<>();
        for (String name : words.arguments()) {
            Target target = Work.target(words, Target.image(name).then("build"));
            requests.add(Request.of(Request.Method.POST, target.toString()));
        }
        return Work.of(words, around, requests);
    }

    private static List<Option> importing() {
        List<Option> options = new ArrayList<>(List.of(Option.FORMAT));
        options.addAll(Commands.making());
        return options;
    }

    private static Exit take(Words words, Surroundings around) {
        Target target = Target.image(words.first());
        words.value(Option.FORMAT).ifPresent(format -> target.query("format", format));
        Request request = Request.of(Request.Method.PUT, target.toString());
        return Sending.of(words.rest().getFirst(), request, words, around);
    }

    private static Exit remove(Words words, Surroundings around) {
        List<Request> requests = new ArrayList<>();
        for (String name : words.arguments()) {
            Target target = Work.target(words, Target.image(name));
            requests.add(Request.of(Request.Method.DELETE, target.toString()));
        }
        return Work.of(words, around, requests);
    }
}
