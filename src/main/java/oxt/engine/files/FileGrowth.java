package oxt.engine.files;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.engine.EngineException;
import oxt.host.PosixFiles;
import oxt.model.Disk;
import oxt.model.DiskFormat;

/** Makes the file of a disk larger that nothing has open. */
public final class FileGrowth {
    /** Tables of some megabytes are written at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private FileGrowth() {}

    /**
     * @param confined what a program is begun with that looks at a header which a guest may have
     *     written; nothing where that is not to be had
     */
    public static void grow(Disk disk, Path file, List<String> confined, Programs programs)
            throws IOException, EngineException, InterruptedException {
        long size = disk.source().least().bytes();
        if (DiskFiles.size(disk, file) >= size) {
            return;
        }
        if (disk.format() == DiskFormat.RAW) {
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.setLength(size);
            }
        } else {
            List<String> command = new ArrayList<>(confined);
            command.add(programs.require("qemu-img", "qemu-utils").toString());
            command.addAll(List.of("resize", "-q", "json:" + withoutBacking(file)));
            command.add(Long.toString(size));
            Programs.run(command, PATIENCE);
        }
        PosixFiles.sync(file);
    }

    /** So that the header cannot name another file. */
    private static JsonObject withoutBacking(Path file) {
        JsonObject content = new JsonObject();
        content.addProperty("driver", "file");
        content.addProperty("filename", file.toString());
        JsonObject node = new JsonObject();
        node.addProperty("driver", "qcow2");
        node.add("backing", JsonNull.INSTANCE);
        node.add("file", content);
        return node;
    }
}
