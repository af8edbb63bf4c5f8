package oxt.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import oxt.host.diskfile.Content;
import oxt.host.diskfile.VmFileWriter;
import oxt.model.DiskFormat;
import oxt.model.DiskName;

/** VMs as files, as an export writes them. */
final class VmFiles {
    private VmFiles() {}

    /** A VM named one, with two disks of a MiB. */
    static byte[] one() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            VmFileWriter writer = new VmFileWriter(out);
            var first = disk("a");
            var second = disk("b");
            writer.begin(
                    """
                    {"name":"one","nics":[],"disks":[
                      {"name":"a","blank":"1MiB","format":"raw"},
                      {"name":"b","blank":"1MiB","format":"raw"}]}""",
                    List.of(first, second));
            writer.disk(first, Content.of(new byte[1 << 20]), () -> {});
            writer.disk(second, Content.of(new byte[1 << 20]), () -> {});
            writer.end();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VmFileWriter.Disk disk(String name) {
        return new VmFileWriter.Disk(new DiskName(name), DiskFormat.RAW, 1 << 20);
    }

    /** With one raw disk named root. */
    static byte[] of(String document, byte[] disk) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmFileWriter writer = new VmFileWriter(out);
        var root = new VmFileWriter.Disk(new DiskName("root"), DiskFormat.RAW, disk.length);
        writer.begin(document, List.of(root));
        writer.disk(root, Content.of(disk), () -> {});
        writer.end();
        return out.toByteArray();
    }
}
