package oxt.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.client.ReplyStream;
import oxt.client.Request;
import oxt.model.ByteSize;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** VMs as files: export and import. */
final class VmFiles {
    static final Option.Valued NAME =
            new Option.Valued(
                    "--name",
                    "",
                    "NAME",
                    "What the VM is called here, instead of what it was called.",
                    new Completion.Nothing());

    private static final Duration TICK = Duration.ofMillis(500);

    /** What a whole archive ends with: nothing. */
    private static final int END = 1024;

    private VmFiles() {}

    static Branch.Command exportCommand() {
        return new Branch.Command(
                "export",
                "Write a VM that is off into one file.",
                "The file, a tar archive, has its document, its disks and its firmware's variables;"
                        + " not its memory. - is standard output.",
                List.of(Argument.vm(), Argument.file("The file to write; there is none yet.")),
                List.of(Option.NO_COLOUR, Option.HELP),
                List.of(
                        "oxt vm export work work.oxtvm",
                        "oxt vm export work - | ssh other oxt vm import -"),
                VmFiles::write);
    }

    static Branch.Command importCommand() {
        List<Option> options = new ArrayList<>(List.of(NAME));
        options.addAll(Commands.making());
        return new Branch.Command(
                "import",
                "Create a VM of a file that an export wrote.",
                "It is another VM: its id and its NICs' addresses are new. Images that its document"
                        + " names have to be here. - is standard input.",
                List.of(Argument.file("The file.")),
                options,
                List.of("oxt vm import work.oxtvm", "oxt vm import work.oxtvm --name work2"),
                VmFiles::read);
    }

    private static Exit read(Words words, Surroundings around) {
        Target target = Target.of("/v1/vms/import");
        words.value(NAME).ifPresent(name -> target.query("name", name));
        Request request = Request.of(Request.Method.POST, target.toString());
        return Sending.of(words.first(), request, words, around);
    }

    private static Exit write(Words words, Surroundings around) {
        Request request = Request.get(Target.vm(words.first()).then("export").toString());
        String name = words.rest().getFirst();
        if (name.equals("-")) {
            try (ReplyStream stream = around.daemon().open(request)) {
                copy(stream, new StandardOutput(around.out()), "standard output", around);
                return Exit.DONE;
            } catch (IOException e) {
                throw cutOff(e);
            }
        }
        Path file = around.folder().resolve(name);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        if (Files.exists(file)) {
            throw exists(file);
        }
        try (ReplyStream stream = around.daemon().open(request)) {
            try (OutputStream out = begin(part)) {
                copy(stream, out, name, around);
            }
            Files.move(part, file);
        } catch (IOException e) {
            remove(part);
            throw cutOff(e);
        } catch (ProblemException e) {
            remove(part);
            throw e;
        }
        around.out().line(words.first() + ": exported to " + Harmless.line(name));
        return Exit.DONE;
    }

    /** What is on a VM's disks is for nobody else to read. */
    private static OutputStream begin(Path part) throws IOException {
        try {
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            throw exists(part);
        }
        return Files.newOutputStream(part, StandardOpenOption.WRITE);
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // It is named so that everybody sees what it is.
        }
    }

    private static void copy(ReplyStream stream, OutputStream out, String name, Surroundings around)
            throws IOException {
        LiveLines lines = new LiveLines(around.err());
        byte[] bytes = new byte[1 << 16];
        long all = 0;
        int zeros = 0;
        long shown = System.nanoTime();
        for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
            out.write(bytes, 0, count);
            all += count;
            for (int at = 0; at < count; at++) {
                zeros = bytes[at] == 0 ? zeros + 1 : 0;
            }
            if (around.err().isTerminal() && System.nanoTime() - shown > TICK.toNanos()) {
                shown = System.nanoTime();
                lines.show(List.of("writing " + name + ": " + Readable.size(new ByteSize(all))));
            }
        }
        lines.clear();
        if (zeros < END) {
            throw new IOException("the archive's end is missing");
        }
    }

    private static ProblemException exists(Path file) {
        return new ProblemException(
                new Problem.Conflict(
                        "file-exists",
                        "There is a file " + file + " already.",
                        "Name another, or remove it."));
    }

    private static ProblemException cutOff(IOException cause) {
        return new ProblemException(
                new Problem.Failed(
                        "export-cut-off",
                        "The export was broken off: the file is not whole.",
                        "See whether the VM was started meanwhile, and whether the disk has room;"
                                + " then export it again."),
                cause);
    }

    /** As a stream of bytes. */
    private static final class StandardOutput extends OutputStream {
        private final Output output;

        StandardOutput(Output output) {
            this.output = output;
        }

        @Override
        public void write(int one) {
            output.bytes(new byte[] {(byte) one}, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            output.bytes(
                    from == 0 ? bytes : java.util.Arrays.copyOfRange(bytes, from, from + count),
                    count);
        }
    }
}
