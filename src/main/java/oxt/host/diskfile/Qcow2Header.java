package oxt.host.diskfile;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import oxt.model.ByteSize;
import oxt.model.Reading;

/**
 * The header of a qcow2 file (QEMU, docs/interop/qcow2.txt).
 *
 * <p>What a hostile one could do to its reader: name a backing or data file that the reader may
 * open and the owner of the image may not; announce tables of gigabytes; ask for a feature whose
 * meaning we do not know.
 */
final class Qcow2Header {
    static final String MAGIC = "QFI\u00fb";
    private static final String NAME = "qcow2";

    private static final int LENGTH_2 = 72;
    private static final int LENGTH_3 = 104;
    private static final int MAGIC_NUMBER = 0x514649fb;

    /** The same bounds as QEMU's own (block/qcow2.h), which it applies when it allocates. */
    private static final long LARGEST_L1_BYTES = 32L << 20;

    private static final long LARGEST_REFCOUNT_BYTES = 8L << 20;

    /** Nobody makes more; each costs its reader up to 64 KiB. */
    private static final long MOST_SNAPSHOTS = 1024;

    private static final int MOST_EXTENSIONS = 64;

    private static final int DIRTY = 1;
    private static final int CORRUPT = 1 << 1;
    private static final int DATA_FILE = 1 << 2;
    private static final int COMPRESSION = 1 << 3;
    private static final int EXTENDED_L2 = 1 << 4;
    private static final long KNOWN = DIRTY | CORRUPT | DATA_FILE | COMPRESSION | EXTENDED_L2;

    private static final long END_OF_EXTENSIONS = 0;
    private static final long NAME_OF_DATA_FILE = 0x44415441;

    private final Content content;
    private final Numbers header;
    private final Objections objections = new Objections();

    private Qcow2Header(Content content, Numbers header) {
        this.content = content;
        this.header = header;
    }

    static Reading<ReadableDisk> read(Content content) throws IOException {
        Numbers header = Numbers.read(content, new Region(0, 112), ByteOrder.BIG_ENDIAN);
        return new Qcow2Header(content, header).check();
    }

    /** How many snapshots a file holds whose header was found good. */
    static long snapshots(Content content) throws IOException {
        return Numbers.read(content, new Region(0, 112), ByteOrder.BIG_ENDIAN).word(60);
    }

    private Reading<ReadableDisk> check() throws IOException {
        long version = header.word(4);
        if (header.word(0) != MAGIC_NUMBER || content.size() < LENGTH_2) {
            objections.damaged(NAME, "it does not begin like one");
            return new Reading.Bad<>(objections.problems());
        }
        if (version != 2 && version != 3) {
            objections.refuse(
                    "image-version-unknown",
                    "The qcow2 image has version " + version + "; 2 and 3 are read.",
                    "Convert it with the QEMU it comes from: qemu-img convert -O qcow2 FILE NEW");
            return new Reading.Bad<>(objections.problems());
        }
        long clusterBits = header.word(20);
        if (clusterBits < 9 || clusterBits > 21) {
            objections.damaged(NAME, "its clusters have 2^" + clusterBits + " bytes");
            return new Reading.Bad<>(objections.problems());
        }
        long incompatible = version == 2 ? 0 : header.number(72);
        otherFiles(incompatible);
        encryption();
        features(incompatible);
        long size = header.number(24);
        DiskBounds.check(NAME, size, objections);
        tables(1L << clusterBits, size, (incompatible & EXTENDED_L2) != 0 ? 16 : 8);
        if (version == 3) {
            extensions(1L << clusterBits);
        }
        return objections.or(
                () ->
                        new ReadableDisk(
                                DiskFileFormat.QCOW2, new ByteSize(size), Region.all(content)));
    }

    private void otherFiles(long incompatible) throws IOException {
        long offset = header.number(8);
        long length = header.word(16);
        if (offset != 0 || length != 0) {
            byte[] name = content.bytes(Math.max(0, offset), (int) Math.min(length, 256));
            objections.refuse(
                    "image-has-backing-file",
                    "The qcow2 image is an overlay upon another file, "
                            + Objections.quoted(new String(name, StandardCharsets.UTF_8))
                            + ", which is not followed.",
                    "Flatten it where both are: qemu-img convert -O qcow2 FILE NEW");
        }
        if ((incompatible & DATA_FILE) != 0) {
            dataFile();
        }
    }

    private void dataFile() {
        objections.refuse(
                "image-has-data-file",
                "The qcow2 image keeps its content in another file, which is not followed.",
                "Put both in one where they are: qemu-img convert -O qcow2 FILE NEW");
    }

    private void encryption() {
        long method = header.word(32);
        if (method != 0) {
            objections.refuse(
                    "image-encrypted",
                    "The qcow2 image is encrypted, and there is nobody to ask for its key.",
                    "Decrypt it first: qemu-img convert with --image-opts and a secret object.");
        }
    }

    private void features(long incompatible) {
        if ((incompatible & CORRUPT) != 0) {
            objections.refuse(
                    "image-marked-corrupt",
                    "The qcow2 image is marked as corrupt.",
                    "Repair a copy of it: qemu-img check -r all FILE");
        }
        if ((incompatible & ~KNOWN) != 0) {
            objections.refuse(
                    "image-feature-unknown",
                    "The qcow2 image needs features that are not known here: 0x"
                            + Long.toHexString(incompatible & ~KNOWN)
                            + ".",
                    "Convert it with the QEMU it comes from: qemu-img convert -O qcow2"
                            + " -o compat=1.1 FILE NEW");
        }
        if ((incompatible & COMPRESSION) != 0 && header.unsignedByte(104) > 1) {
            objections.damaged(NAME, "its compression is of an unknown kind");
        }
    }

    private void tables(long cluster, long size, int entry) {
        long entries = header.word(36);
        long perEntry = cluster * (cluster / entry);
        if (entries * 8 > LARGEST_L1_BYTES) {
            objections.damaged(NAME, "its first table has " + entries + " entries");
        } else if (entries > 0 && !DiskBounds.fits(content, header.number(40), entries * 8)) {
            objections.damaged(NAME, "its first table lies outside the file");
        } else if (size > 0 && entries < Math.ceilDiv(size, perEntry)) {
            objections.damaged(NAME, "its first table is too short for its disk");
        }
        long clusters = header.word(56);
        if (clusters == 0 || clusters * cluster > LARGEST_REFCOUNT_BYTES) {
            objections.damaged(NAME, "its table of reference counts has " + clusters + " clusters");
        } else if (!DiskBounds.fits(content, header.number(48), 1)) {
            objections.damaged(NAME, "its table of reference counts lies outside the file");
        }
        long snapshots = header.word(60);
        if (snapshots > MOST_SNAPSHOTS) {
            objections.damaged(NAME, "it announces " + snapshots + " snapshots");
        } else if (snapshots > 0 && !DiskBounds.fits(content, header.number(64), snapshots * 40)) {
            objections.damaged(NAME, "its table of snapshots lies outside the file");
        }
    }

    private void extensions(long cluster) throws IOException {
        long length = header.word(100);
        if (length < LENGTH_3 || length > cluster || length % 8 != 0) {
            objections.damaged(NAME, "its header has " + length + " bytes");
            return;
        }
        if (header.word(96) > 6) {
            objections.damaged(NAME, "its reference counts have 2^" + header.word(96) + " bits");
        }
        long at = length;
        for (int count = 0; count < MOST_EXTENSIONS && at <= cluster - 8; count++) {
            Numbers extension = Numbers.read(content, new Region(at, 8), ByteOrder.BIG_ENDIAN);
            long kind = extension.word(0);
            if (!extension.isWhole() || kind == END_OF_EXTENSIONS) {
                return;
            }
            if (kind == NAME_OF_DATA_FILE && (header.number(72) & DATA_FILE) == 0) {
                dataFile();
            }
            at += 8 + Math.ceilDiv(extension.word(4), 8L) * 8;
            if (at > cluster) {
                objections.damaged(NAME, "an extension of its header is longer than the header");
                return;
            }
        }
        if (at <= cluster - 8) {
            objections.damaged(NAME, "its header has too many extensions");
        }
    }
}
