package oxt.host.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import oxt.model.ByteSize;
import oxt.model.Digest;
import oxt.model.ImageName;

/**
 * What {@code image.json} says of an image.
 *
 * @param kind which recipe made it, in lower case
 * @param commandLine what the kernel needs to be told, whatever the VM
 * @param files all that the image consists of, without {@code image.json}, by name
 * @param packages what the image was made from
 * @param inputs SHA-256 of all that decides its content, in hexadecimal; empty where nobody asks
 */
public record Manifest(
        ImageName name,
        String kind,
        String commandLine,
        List<ImageFile> files,
        List<DebianPackage> packages,
        String inputs) {

    public Manifest {
        files = files.stream().sorted(Comparator.comparing(ImageFile::name)).toList();
        packages = packages.stream().sorted(Comparator.comparing(DebianPackage::name)).toList();
    }

    public Manifest(
            ImageName name,
            String kind,
            String commandLine,
            List<ImageFile> files,
            List<DebianPackage> packages) {
        this(name, kind, commandLine, files, packages, "");
    }

    /** One file of an image; its name has no folder in it. */
    public record ImageFile(String name, ByteSize size, Digest digest) {
        public ImageFile {
            if (!name.matches("[a-z][a-z0-9.-]{0,63}")) {
                throw new IllegalArgumentException("not a file of an image: " + name);
            }
        }
    }

    /** SHA-256 of one line "NAME SIZE DIGEST" a file. The same packages give the same digest. */
    public Digest digest() {
        var lines = new StringBuilder();
        for (ImageFile file : files) {
            lines.append(file.name).append(' ').append(file.size.bytes());
            lines.append(' ').append(file.digest).append('\n');
        }
        return Digest.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    public ByteSize size() {
        return new ByteSize(files.stream().mapToLong(file -> file.size.bytes()).sum());
    }

    String toJson() {
        var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.setHtmlSafe(false);
            json.beginObject();
            json.name("name").value(name.text());
            json.name("kind").value(kind);
            json.name("digest").value(digest().text());
            json.name("size").value(size().bytes());
            json.name("command-line").value(commandLine);
            if (!inputs.isEmpty()) {
                json.name("inputs").value(inputs);
            }
            writeFiles(json);
            writePackages(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    /** Nothing where the text is not what {@link #toJson} writes, or its digest is another. */
    static Optional<Manifest> parse(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            var manifest =
                    new Manifest(
                            new ImageName(json.get("name").getAsString()),
                            json.get("kind").getAsString(),
                            json.get("command-line").getAsString(),
                            files(json.getAsJsonArray("files")),
                            packages(json.getAsJsonArray("made-from")),
                            json.has("inputs") ? json.get("inputs").getAsString() : "");
            boolean same = manifest.digest().text().equals(json.get("digest").getAsString());
            return same ? Optional.of(manifest) : Optional.empty();
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | ClassCastException
                | NullPointerException
                | UnsupportedOperationException notOurs) {
            // The names of all that Gson's tree throws where a key is absent or of another kind.
            return Optional.empty();
        }
    }

    private void writeFiles(JsonWriter json) throws IOException {
        json.name("files").beginArray();
        for (ImageFile file : files) {
            json.beginObject();
            json.name("name").value(file.name);
            json.name("size").value(file.size.bytes());
            json.name("digest").value(file.digest.text());
            json.endObject();
        }
        json.endArray();
    }

    private void writePackages(JsonWriter json) throws IOException {
        json.name("made-from").beginArray();
        for (DebianPackage part : packages) {
            json.beginObject();
            json.name("package").value(part.name());
            json.name("version").value(part.version());
            json.name("file").value(part.fileName());
            json.name("digest").value(part.digest().text());
            json.endObject();
        }
        json.endArray();
    }

    private static List<ImageFile> files(JsonArray array) {
        var files = new ArrayList<ImageFile>();
        for (JsonElement element : array) {
            JsonObject file = element.getAsJsonObject();
            files.add(
                    new ImageFile(
                            file.get("name").getAsString(),
                            new ByteSize(file.get("size").getAsLong()),
                            new Digest(file.get("digest").getAsString())));
        }
        return files;
    }

    private static List<DebianPackage> packages(JsonArray array) {
        var packages = new ArrayList<DebianPackage>();
        for (JsonElement element : array) {
            JsonObject part = element.getAsJsonObject();
            packages.add(
                    new DebianPackage(
                            part.get("package").getAsString(),
                            part.get("version").getAsString(),
                            new Digest(part.get("digest").getAsString()),
                            part.get("file").getAsString()));
        }
        return packages;
    }
}
