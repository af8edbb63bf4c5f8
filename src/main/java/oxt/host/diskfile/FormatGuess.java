package oxt.host.diskfile;

import java.io.IOException;
import java.nio.ByteOrder;
import oxt.model.Problem;

/**
 * What a file's content suggests that it is.
 *
 * <p>Only a suggestion: on a raw disk a guest may have written the beginning of anything. Since no
 * format makes its reader follow another file, a wrong guess gives a wrong image and no more.
 */
public sealed interface FormatGuess {

    record Readable(DiskFileFormat format) implements FormatGuess {}

    /** A format that is known and not read. */
    record Unreadable(Problem problem) implements FormatGuess {}

    static FormatGuess of(Content content) throws IOException {
        Numbers begin = Numbers.read(content, new Region(0, 512), ByteOrder.BIG_ENDIAN);
        String magic = begin.text(0, 4);
        if (magic.equals(Qcow2Header.MAGIC)) {
            return new Readable(DiskFileFormat.QCOW2);
        }
        if (magic.equals(VmdkHeader.MAGIC)
                || begin.text(0, VmdkHeader.DESCRIPTOR.length()).equals(VmdkHeader.DESCRIPTOR)) {
            return new Readable(DiskFileFormat.VMDK);
        }
        if (VhdFooter.isAt(content, 0)
                || VhdFooter.isAt(content, content.size() - VhdFooter.LENGTH)) {
            return new Readable(DiskFileFormat.VHD);
        }
        if (TarListing.isTar(content)) {
            return new Readable(DiskFileFormat.OVA);
        }
        if (begin.text(0, 8).equals("vhdxfile")) {
            return unreadable("VHDX");
        }
        if (begin.word(64) == 0x7f10dabeL) {
            return unreadable("VDI");
        }
        if (magic.equals("QED\0")) {
            return unreadable("QED");
        }
        if (magic.equals("COWD")) {
            return unreadable("VMDK of an ESX server");
        }
        return new Readable(DiskFileFormat.RAW);
    }

    private static FormatGuess unreadable(String name) {
        return new Unreadable(
                new Problem.Invalid(
                        "image-kind-not-read",
                        "The file looks like " + name + ", which is not read.",
                        "Convert it where it comes from: qemu-img convert -O qcow2 FILE NEW; or say"
                                + " what it is: --format raw"));
    }
}
