package oxt.host.diskfile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.model.Digest;
import oxt.model.DiskFormat;
import oxt.model.DiskName;
import oxt.model.Reading;
import oxt.model.Vm;

/**
 * A VM in one file: a tar archive, laid out as docs/reference/images.md says.
 *
 * <p>Whoever hands one in may be hostile. Here the archive's own claims are checked against each
 * other; the document is for its reader, a disk's content for {@link VmFileDisk} and then for the
 * checks of its format.
 */
public final class VmFile {
    static final String MANIFEST = "oxt-vm.json";
    static final String DOCUMENT = "vm.json";
    static final String VARIABLES = "variables.fd";
    static final String DIGESTS = "SHA256SUMS";
    static final int FORMAT = 1;

    /** Of a disk's file, before it is compressed. */
    static final int PART = 16 << 20;

    private static final int LARGEST_DOCUMENT = 1 << 20;

    /** A line for each part of 64 TiB would be more; that many files no archive has. */
    private static final int LARGEST_DIGESTS = 32 << 20;

    private static final long LARGEST_VARIABLES = 16 << 20;
    private static final Pattern PART_NAME =
            Pattern.compile("disks/([a-z][a-z0-9-]{0,31})/([0-9]{8})\\.gz");
    private static final Pattern DIGEST_LINE = Pattern.compile("([0-9a-f]{64})  (\\S{1,100})");

    private final Content content;
    private final byte[] document;
    private final List<VmFileDisk> disks;
    private final Optional<Region> variables;
    private final Map<String, Digest> digests;

    private VmFile(
            Content content,
            byte[] document,
            List<VmFileDisk> disks,
            Optional<Region> variables,
            Map<String, Digest> digests) {
        this.content = content;
        this.document = document;
        this.disks = List.copyOf(disks);
        this.variables = variables;
        this.digests = digests;
    }

    /** What it says of itself, or all that speaks against it; no disk is unpacked. */
    public static Reading<VmFile> read(Content content) throws IOException {
        return switch (TarListing.read(content)) {
            case Reading.Bad<TarListing>(var problems) -> new Reading.Bad<>(problems);
            case Reading.Good<TarListing>(var listing) -> new Parts(content, listing).file();
        };
    }

    /** JSON, as whoever exported it wrote it: not checked. */
    public String document() {
        return new String(document, StandardCharsets.UTF_8);
    }

    public List<VmFileDisk> disks() {
        return disks;
    }

    /** The firmware's variables, where there are any; their digest is checked. */
    public Optional<byte[]> variables() throws IOException {
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = content.bytes(variables.get().offset(), (int) variables.get().length());
        VmFileDisk.requireDigest(VARIABLES, Digest.of(bytes), digests);
        return Optional.of(bytes);
    }

    /** Puts the archive's files together. */
    private static final class Parts {
        private final Content content;
        private final TarListing listing;
        private final Objections objections = new Objections();
        private final Map<String, Digest> digests = new LinkedHashMap<>();

        Parts(Content content, TarListing listing) {
            this.content = content;
            this.listing = listing;
        }

        Reading<VmFile> file() throws IOException {
            byte[] manifest = bytes(MANIFEST, LARGEST_DOCUMENT);
            byte[] document = bytes(DOCUMENT, LARGEST_DOCUMENT);
            byte[] sums = bytes(DIGESTS, LARGEST_DIGESTS);
            if (!objections.isNone()) {
                return new Reading.Bad<>(objections.problems());
            }
            digests(new String(sums, StandardCharsets.UTF_8));
            requireDigest(MANIFEST, manifest);
            requireDigest(DOCUMENT, document);
            Map<String, VmFileDisk> disks = disks(manifest);
            Optional<Region> variables = Optional.empty();
            for (TarListing.Entry entry : listing.entries()) {
                Matcher part = PART_NAME.matcher(entry.name());
                if (part.matches() && disks.containsKey(part.group(1))) {
                    disks.get(part.group(1))
                            .add(Integer.parseInt(part.group(2)), entry, objections);
                } else if (entry.name().equals(VARIABLES)
                        && entry.region().length() <= LARGEST_VARIABLES) {
                    variables = Optional.of(entry.region());
                } else if (!List.of(MANIFEST, DOCUMENT, DIGESTS).contains(entry.name())) {
                    damaged("it has a file that nothing names, " + entry.name());
                }
                if (!entry.name().equals(DIGESTS) && !digests.containsKey(entry.name())) {
                    damaged("it has no digest of " + entry.name());
                }
            }
            Optional<Region> found = variables;
            return objections.or(
                    () ->
                            new VmFile(
                                    content,
                                    document,
                                    List.copyOf(disks.values()),
                                    found,
                                    digests));
        }

        private byte[] bytes(String name, int most) throws IOException {
            Optional<TarListing.Entry> entry = listing.find(name);
            if (entry.isEmpty() || entry.get().region().length() > most) {
                objections.refuse(
                        "archive-not-vm",
                        "The file is no VM that oxt exported: it has no "
                                + name
                                + " of a sensible size.",
                        "Name a file that oxt vm export wrote; of disks: oxt image import");
                return new byte[0];
            }
            Region region = entry.get().region();
            return content.bytes(region.offset(), (int) region.length());
        }

        private void digests(String sums) {
            for (String line : sums.lines().toList()) {
                Matcher matcher = DIGEST_LINE.matcher(line);
                if (!matcher.matches()
                        || digests.put(matcher.group(2), new Digest("sha256:" + matcher.group(1)))
                                != null) {
                    damaged("its " + DIGESTS + " has a line that is none, or one twice");
                    return;
                }
            }
        }

        private void requireDigest(String name, byte[] bytes) {
            if (!Digest.of(bytes).equals(digests.get(name))) {
                damaged(name + " has another digest than " + DIGESTS + " says");
            }
        }

        private Map<String, VmFileDisk> disks(byte[] manifest) {
            Map<String, VmFileDisk> disks = new LinkedHashMap<>();
            try {
                JsonObject json =
                        JsonParser.parseString(new String(manifest, StandardCharsets.UTF_8))
                                .getAsJsonObject();
                if (json.get("oxt-vm").getAsInt() != FORMAT
                        || json.get("part-bytes").getAsInt() != PART) {
                    objections.refuse(
                            "archive-version-unknown",
                            "The file is a VM in a layout that this oxt does not know.",
                            "Import it with the version of oxt that exported it, or a newer one.");
                    return disks;
                }
                JsonArray array = json.getAsJsonArray("disks");
                for (JsonElement element : array) {
                    VmFileDisk disk = disk(element.getAsJsonObject());
                    if (disks.put(disk.name().toString(), disk) != null
                            || disks.size() > Vm.MOST_DISKS) {
                        damaged("it has one disk twice, or too many");
                        return disks;
                    }
                }
            } catch (JsonParseException
                    | IllegalStateException
                    | IllegalArgumentException
                    | ClassCastException
                    | NullPointerException
                    | UnsupportedOperationException
                    | StackOverflowError notOurs) {
                // The names of all that Gson's tree throws where a key is absent or another kind.
                damaged(MANIFEST + " does not say which disks there are");
            }
            return disks;
        }

        private VmFileDisk disk(JsonObject json) {
            DiskFormat format =
                    DiskFormat.valueOf(json.get("format").getAsString().toUpperCase(Locale.ROOT));
            long bytes = json.get("bytes").getAsLong();
            if (bytes < 0 || bytes > DiskBounds.LARGEST_DISK.bytes()) {
                throw new IllegalArgumentException("bytes: " + bytes);
            }
            DiskName name = new DiskName(json.get("name").getAsString());
            return new VmFileDisk(content, name, format, bytes, digests);
        }

        private void damaged(String why) {
            objections.refuse(
                    "archive-damaged",
                    "The file is no VM that can be read: " + Objections.quoted(why) + ".",
                    "Fetch it or export it again; sha256sum -c SHA256SUMS says what is damaged.");
        }
    }
}
