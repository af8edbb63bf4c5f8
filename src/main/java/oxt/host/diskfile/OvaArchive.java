package oxt.host.diskfile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oxt.model.Reading;

/** The disk in an OVA archive: the one VMDK file that its OVF description names. */
final class OvaArchive {
    /** A description, a list of digests, a certificate, disks, and perhaps the firmware's state. */
    private static final int MOST_FILES = 64;

    private OvaArchive() {}

    static Reading<ReadableDisk> read(Content content) throws IOException {
        return switch (TarListing.read(content)) {
            case Reading.Bad<TarListing>(var problems) -> new Reading.Bad<>(problems);
            case Reading.Good<TarListing>(var listing) -> disk(content, listing);
        };
    }

    private static Reading<ReadableDisk> disk(Content content, TarListing listing)
            throws IOException {
        Objections objections = new Objections();
        Optional<TarListing.Entry> disk = named(content, listing, objections);
        if (disk.isEmpty() || !objections.isNone()) {
            return new Reading.Bad<>(objections.problems());
        }
        Region region = disk.get().region();
        return VmdkHeader.read(content.part(region)).map(found -> found.within(region));
    }

    private static Optional<TarListing.Entry> named(
            Content content, TarListing listing, Objections objections) throws IOException {
        List<TarListing.Entry> descriptions = new ArrayList<>();
        for (TarListing.Entry entry : listing.entries()) {
            if (entry.name().toLowerCase(Locale.ROOT).endsWith(".ovf")) {
                descriptions.add(entry);
            }
        }
        if (listing.entries().size() > MOST_FILES || descriptions.size() != 1) {
            return no(
                    objections,
                    "The archive has "
                            + descriptions.size()
                            + " OVF descriptions and "
                            + listing.entries().size()
                            + " files; an OVA has one and a few.");
        }
        Region region = descriptions.getFirst().region();
        if (region.length() > OvfDescriptor.LARGEST) {
            return no(objections, "The OVF description has more than 1 MiB.");
        }
        byte[] xml = content.bytes(region.offset(), (int) region.length());
        List<String> disks = OvfDescriptor.disks(xml, objections);
        if (!objections.isNone()) {
            return Optional.empty();
        }
        if (disks.size() != 1) {
            objections.refuse(
                    "image-not-one-disk",
                    "The OVA archive has "
                            + disks.size()
                            + " disks"
                            + (disks.isEmpty()
                                    ? "; an image is one."
                                    : ", " + Objections.quoted(String.join(", ", disks)) + "."),
                    "Take them out, tar -xf FILE, and import each as an image of its own.");
            return Optional.empty();
        }
        Optional<TarListing.Entry> disk = listing.find(disks.getFirst());
        if (disk.isEmpty()) {
            objections.refuse(
                    "image-names-other-file",
                    "The OVF description names a disk that is not in the archive: "
                            + Objections.quoted(disks.getFirst())
                            + ".",
                    "Export it again as one OVA archive.");
        }
        return disk;
    }

    private static Optional<TarListing.Entry> no(Objections objections, String what) {
        objections.refuse("archive-not-ova", what, "Export it again as one OVA archive.");
        return Optional.empty();
    }
}
