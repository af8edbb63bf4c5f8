package oxt.host.image;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.host.Jail;
import oxt.host.diskfile.DiskFileFormat;
import oxt.host.diskfile.ReadableDisk;
import oxt.model.ByteSize;
import oxt.model.DiskFormat;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Copies a disk whose header was found good into another format, with {@code qemu-img} in a jail.
 *
 * <p>What the header check could not see (tables deep inside, a weakness of {@code qemu-img}) meets
 * a process that can read the one file, write the other, and do nothing else.
 */
public final class DiskConversion {
    /** It took 33 MiB for the largest tables that pass our checks; its addresses are ten times. */
    private static final ByteSize MEMORY = ByteSize.gibibytes(1);

    /** A terabyte at 100 MB/s. */
    private static final Duration PROCESSOR_TIME = Duration.ofHours(3);

    /** What a qcow2 file takes beside its content. */
    private static final ByteSize TABLES = ByteSize.mebibytes(256);

    private static final Pattern PERCENT = Pattern.compile("\\(([0-9]{1,3})\\.[0-9]+/100%\\)");
    private static final int MOST_WORDS = 4 << 10;
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final ReadableDisk disk;
    private final Path folder;
    private final Path source;
    private final Path target;
    private final DiskFormat into;

    /**
     * @param folder of ours, with the file {@code source} in it, which nobody changes
     */
    public DiskConversion(ReadableDisk disk, Path folder, DiskFormat into) {
        this.disk = disk;
        this.folder = folder;
        this.source = folder.resolve("source");
        this.target = folder.resolve("copy");
        this.into = into;
    }

    /** The copy, in the same folder; after an interrupt or a failure there may be half of one. */
    public Path run(BuildProgress progress) throws IOException, InterruptedException {
        Files.deleteIfExists(target);
        Files.createFile(target);
        Jail.give(target, "rw-------");
        Jail.show(source, "rw-r-----");
        Jail.show(folder, "rwx--x---");
        Jail jail = new Jail(MEMORY, largest(), PROCESSOR_TIME);
        List<String> command = new ArrayList<>(jail.words(Jail.Apartness.here()));
        command.addAll(List.of("qemu-img", "convert", "-p"));
        command.addAll(List.of("-f", driver(), "-O", word(), "json:" + json(), target.toString()));
        watch(command, progress);
        return target;
    }

    private ByteSize largest() {
        return switch (into) {
            case RAW -> disk.size();
            case QCOW2 -> disk.size().plus(TABLES).plus(new ByteSize(disk.size().bytes() / 1000));
        };
    }

    private String word() {
        return switch (into) {
            case RAW -> "raw";
            case QCOW2 -> "qcow2";
        };
    }

    private String driver() {
        return switch (disk.format()) {
            case RAW -> "raw";
            case QCOW2 -> "qcow2";
            case VHD -> "vpc";
            case VMDK -> "vmdk";
            case OVA -> throw new AssertionError("an archive is no disk");
        };
    }

    /** QEMU's own words for it: which driver reads what, and that nothing lies behind it. */
    private JsonObject json() throws IOException {
        JsonObject file = new JsonObject();
        file.addProperty("driver", "file");
        file.addProperty("filename", source.toString());
        file.addProperty("read-only", true);
        file.addProperty("locking", "off");
        JsonObject region = file;
        if (disk.region().length() != Files.size(source)) {
            region = new JsonObject();
            region.addProperty("driver", "raw");
            region.addProperty("offset", disk.region().offset());
            region.addProperty("size", disk.region().length());
            region.add("file", file);
        }
        JsonObject image = new JsonObject();
        image.addProperty("driver", driver());
        image.addProperty("read-only", true);
        image.add("file", region);
        if (disk.format() == DiskFileFormat.QCOW2 || disk.format() == DiskFileFormat.VMDK) {
            image.add("backing", JsonNull.INSTANCE);
        }
        if (disk.format() == DiskFileFormat.VHD) {
            // Otherwise the size would be what some BIOS of 1996 could address of it.
            image.addProperty("force_size_calc", "current_size");
        }
        return image;
    }

    private void watch(List<String> command, BuildProgress progress)
            throws IOException, InterruptedException {
        Keeper keeper = new Keeper(command, progress);
        Thread thread = Thread.ofPlatform().name("qemu-img").start(keeper);
        FreeSpace space = FreeSpace.of(target);
        try {
            while (!thread.join(GLANCE)) {
                space.require(new ByteSize(0));
            }
        } finally {
            keeper.end(thread);
        }
        if (keeper.unstarted.isPresent()) {
            throw new ProblemException(NeededProgram.QEMU_IMG.absent(), keeper.unstarted.get());
        }
        judge(keeper.status, keeper.words);
    }

    /** The kernel ends the jail with the thread that started it, so that thread waits. */
    private static final class Keeper implements Runnable {
        private final List<String> command;
        private final BuildProgress progress;
        private volatile Optional<Process> process = Optional.empty();
        private volatile Optional<IOException> unstarted = Optional.empty();
        private volatile String words = "";
        private volatile int status;

        Keeper(List<String> command, BuildProgress progress) {
            this.command = command;
            this.progress = progress;
        }

        @Override
        public void run() {
            try {
                Process started = start(command);
                process = Optional.of(started);
                words = listen(started, progress);
                started.onExit().join();
                status = started.exitValue();
            } catch (IOException cause) {
                unstarted = Optional.of(cause);
            }
        }

        /** Kills what still runs, and comes back when it has ended. */
        void end(Thread thread) {
            while (thread.isAlive()) {
                // Where it is not there yet it is being started, which takes a millisecond.
                process.ifPresent(running -> running.destroyForcibly().onExit().join());
                Thread.onSpinWait();
            }
        }
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(Path.of("/").toFile());
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", path);
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder.start();
    }

    /** The last words that are no percentage; what it says is a claim like the image itself. */
    private static String listen(Process process, BuildProgress progress) {
        StringBuilder last = new StringBuilder();
        StringBuilder line = new StringBuilder();
        int told = 0;
        try (InputStream in = process.getInputStream()) {
            byte[] some = new byte[4096];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                for (char c : new String(some, 0, count, StandardCharsets.US_ASCII).toCharArray()) {
                    if (c != '\r' && c != '\n') {
                        line.append(line.length() < MOST_WORDS ? c : "");
                        continue;
                    }
                    Matcher percent = PERCENT.matcher(line);
                    if (!percent.find()) {
                        last.append(last.length() < MOST_WORDS ? line : "").append(' ');
                    } else if (Integer.parseInt(percent.group(1)) / 10 > told) {
                        told = Integer.parseInt(percent.group(1)) / 10;
                        progress.begins("converting, " + told * 10 + "%");
                    }
                    line.setLength(0);
                }
            }
        } catch (IOException ended) {
            // The process was killed.
        }
        return last.append(line).toString().replaceAll("[^ -~]", "?").strip();
    }

    private void judge(int status, String words) throws IOException {
        if (status != 0) {
            throw new ProblemException(
                    new Problem.Failed(
                            "image-not-converted",
                            "qemu-img gave up on the "
                                    + disk.format().word()
                                    + " image: "
                                    + (words.isEmpty() ? "it ended with " + status : words)
                                    + ".",
                            "See what is wrong with the image where it comes from: qemu-img check"
                                    + " FILE"));
        }
        if (into == DiskFormat.RAW && Files.size(target) != disk.size().bytes()) {
            throw new ProblemException(
                    new Problem.Failed(
                            "image-of-another-size",
                            "The image's disk has "
                                    + Files.size(target)
                                    + " bytes, and its header says "
                                    + disk.size().bytes()
                                    + ".",
                            "Convert it where it comes from: qemu-img convert -O raw FILE NEW"));
        }
    }
}
