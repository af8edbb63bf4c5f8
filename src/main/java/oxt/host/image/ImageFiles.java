package oxt.host.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import oxt.host.Accounts;
import oxt.host.PosixFiles;
import oxt.model.ByteSize;

/** The files of an image that is being made. */
public final class ImageFiles {
    /**
     * A group that every VM's process is in and nobody else, next to the user of the jail: images
     * that somebody brought are not for everyone on this host to read.
     */
    public static final int READERS = 1_499_999_998;

    private ImageFiles() {}

    /** Who may read an image, besides us. */
    enum Readers {
        /** It is made of what Debian publishes. */
        EVERYONE,
        /** Each VM runs as a user of its own; they have a group in common. */
        VMS
    }

    static List<Manifest.ImageFile> in(Path image) throws IOException {
        var files = new ArrayList<Manifest.ImageFile>();
        try (Stream<Path> all = Files.list(image)) {
            for (Path file : all.toList()) {
                files.add(
                        new Manifest.ImageFile(
                                file.getFileName().toString(),
                                new ByteSize(Files.size(file)),
                                FileDigest.of(file)));
            }
        }
        return files;
    }

    /**
     * Nobody writes an image. What is admitted has reached the disk: a name that survives a power
     * cut must not be one of zeros.
     */
    static void seal(Path image, Readers readers) throws IOException {
        String file =
                switch (readers) {
                    case EVERYONE -> "r--r--r--";
                    case VMS -> "r--r-----";
                };
        String folder =
                switch (readers) {
                    case EVERYONE -> "rwxr-xr-x";
                    case VMS -> "rwxr-x---";
                };
        try (Stream<Path> all = Files.list(image)) {
            for (Path each : all.toList()) {
                try (var channel = FileChannel.open(each, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                own(each, file);
            }
        }
        own(image, folder);
    }

    private static void own(Path path, String permissions) throws IOException {
        if (Accounts.ownUserId() == 0) {
            PosixFiles.give(path, new PosixFiles.Owner(0, READERS));
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
