package oxt.host.diskfile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import oxt.model.Problem;
import oxt.model.Reading;

/** Disk files that somebody brings, of every format. */
public final class DiskFileFuzz {
    private DiskFileFuzz() {}

    /** The same bytes as a file of each format, and as the texts within such files. */
    public static void file(byte[] bytes) throws IOException {
        Content content = Content.of(bytes);
        if (FormatGuess.of(content) instanceof FormatGuess.Unreadable(var problem)) {
            refusedProperly(problem);
        }
        for (DiskFileFormat format : DiskFileFormat.values()) {
            check(bytes, DiskFile.read(content, format));
        }
        if (DiskFile.read(content, DiskFileFormat.QCOW2) instanceof Reading.Good<ReadableDisk> _) {
            assertTrue(DiskFile.snapshots(content) >= 0);
        }
        if (TarListing.read(content) instanceof Reading.Good<TarListing>(var listing)) {
            listing.entries().forEach(entry -> assertWithin(bytes, entry.region()));
        }
        List<String> _ = OvfDescriptor.disks(bytes, new Objections());
        VmdkDescriptor.read(new String(bytes, StandardCharsets.ISO_8859_1), new Objections());
    }

    private static void check(byte[] bytes, Reading<ReadableDisk> reading) {
        switch (reading) {
            case Reading.Good<ReadableDisk>(var disk) -> {
                assertWithin(bytes, disk.region());
                assertTrue(disk.size().compareTo(DiskBounds.LARGEST_DISK) <= 0);
            }
            case Reading.Bad<ReadableDisk>(var problems) ->
                    problems.forEach(DiskFileFuzz::refusedProperly);
        }
    }

    private static void assertWithin(byte[] bytes, Region region) {
        assertTrue(region.offset() >= 0 && region.length() >= 0);
        assertTrue(region.offset() + region.length() <= bytes.length, region.toString());
    }

    private static void refusedProperly(Problem problem) {
        assertInstanceOf(Problem.Invalid.class, problem);
        assertTrue(problem.what().length() < 1_000, problem.what());
        assertFalse(problem.what().matches("(?s).*\\p{Cntrl}.*"), problem.what());
    }
}
