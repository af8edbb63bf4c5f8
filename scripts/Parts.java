import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the list of what the package is made of, as CycloneDX 1.6 has it, and Debian's copyright
 * file from the same table. The same parts give the same bytes.
 *
 * <p>Use: {@code java -cp GSON Parts.java SBOM COPYRIGHT VERSION TIME TABLE PUBLISHED INSTALLED
 * JDK}: two files to write; the package's version and time (as in 2026-11-22T00:00:00Z); {@code
 * packaging/libraries.txt}; the folder of the jars as they were published; the folder of what is
 * installed; the folder of the JDK; {@code packaging/deb/licences.txt}.
 */
final class Parts {
    private static final String OWN_LICENCE = "Apache-2.0";
    private static final String JAVA_LICENCE = "GPL-2.0-only WITH Classpath-exception-2.0";
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)[.]jar");

    /** A part that has a name and a version of its own. */
    private record Part(
            String kind,
            String reference,
            String group,
            String name,
            String version,
            String licence,
            String holder,
            Path file,
            List<Path> published) {}

    private final Path installed;
    private final List<Part> parts = new ArrayList<>();

    private Parts(Path installed) {
        this.installed = installed;
    }

    public static void main(String[] words) throws IOException {
        var parts = new Parts(Path.of(words[6]));
        parts.addJars(Files.readAllLines(Path.of(words[4])), Path.of(words[5]));
        parts.addNative();
        parts.addPages(Path.of("src", "main", "console", "package.json"));
        parts.addJava(Path.of(words[7]));
        Files.writeString(Path.of(words[0]), parts.sbom(words[2], words[3]));
        Files.writeString(Path.of(words[1]), parts.copyright(Files.readString(Path.of(words[8]))));
    }

    private void addJars(List<String> table, Path published) throws IOException {
        try (var files = Files.list(published)) {
            for (Path jar : files.sorted().toList()) {
                Matcher name = JAR.matcher(jar.getFileName().toString());
                if (!name.matches()) {
                    throw new IOException(jar + " has no version in its name.");
                }
                List<String> row =
                        table.stream()
                                .map(line -> List.of(line.split(" {2,}")))
                                .filter(cells -> cells.getFirst().equals(name.group(1)))
                                .findFirst()
                                .orElseThrow(
                                        () ->
                                                new IOException(
                                                        "Nobody wrote down the licence of "
                                                                + jar.getFileName()
                                                                + ": add a row to"
                                                                + " packaging/libraries.txt."));
                String reference =
                        "pkg:maven/%s/%s@%s?type=jar"
                                .formatted(row.get(1), name.group(1), name.group(2));
                Path file = installed.resolve("jars").resolve(jar.getFileName());
                List<Path> before = digest(file).equals(digest(jar)) ? List.of() : List.of(jar);
                parts.add(
                        new Part(
                                "library",
                                reference,
                                row.get(1),
                                name.group(1),
                                name.group(2),
                                row.get(2),
                                row.get(3),
                                file,
                                before));
            }
        }
    }

    /** The database's own code, in C, that sqlite-jdbc brings. */
    private void addNative() {
        for (Part jdbc : List.copyOf(parts)) {
            if (jdbc.name().equals("sqlite-jdbc")) {
                // Its version has SQLite's three numbers and one of its own.
                String version = jdbc.version().replaceFirst("[.]\\d+$", "");
                parts.add(
                        new Part(
                                "library",
                                "pkg:generic/sqlite@" + version,
                                "",
                                "sqlite",
                                version,
                                "blessing",
                                "in the public domain",
                                installed.resolve("native/libsqlitejdbc.so"),
                                List.of()));
            }
        }
    }

    /** What the web console's pages have of others; it is in oxt's own jar. */
    private void addPages(Path list) throws IOException {
        Matcher version =
                Pattern.compile("\"@novnc/novnc\": \"([^\"]+)\"").matcher(Files.readString(list));
        if (!version.find()) {
            throw new IOException(list + " does not say which noVNC there is.");
        }
        parts.add(
                new Part(
                        "library",
                        "pkg:npm/%40novnc/novnc@" + version.group(1),
                        "@novnc",
                        "novnc",
                        version.group(1),
                        "MPL-2.0 AND MIT",
                        "2022 The noVNC authors; 2014-2017 Vitaly Puzrin and Andrey Tupitsin (pako)",
                        installed.resolve("jars/oxt.jar"),
                        List.of()));
    }

    private void addJava(Path jdk) throws IOException {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(jdk.resolve("release"))) {
            release.load(in);
        }
        String version = unquoted(release.getProperty("JAVA_RUNTIME_VERSION"));
        parts.add(
                new Part(
                        "platform",
                        "pkg:generic/openjdk@" + version.replace("+", "%2B"),
                        unquoted(release.getProperty("IMPLEMENTOR")),
                        "openjdk",
                        version,
                        JAVA_LICENCE,
                        "Oracle and/or its affiliates, and others; see /usr/lib/oxt/jre/legal",
                        installed.resolve("jre/lib/modules"),
                        List.of()));
    }

    private static String unquoted(String text) {
        return text.replace("\"", "");
    }

    // ---- CycloneDX -----------------------------------------------------------------------------

    private String sbom(String version, String time) throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter json = new JsonWriter(text);
        json.setIndent("  ");
        json.beginObject();
        json.name("$schema").value("http://cyclonedx.org/schema/bom-1.6.schema.json");
        json.name("bomFormat").value("CycloneDX");
        json.name("specVersion").value("1.6");
        json.name("serialNumber").value("urn:uuid:" + serial(version));
        json.name("version").value(1);
        json.name("metadata").beginObject();
        json.name("timestamp").value(time);
        json.name("component").beginObject();
        json.name("type").value("application");
        json.name("bom-ref").value("oxt");
        json.name("name").value("oxt");
        json.name("version").value(version);
        hash(json, installed.resolve("jars/oxt.jar"));
        licence(json, OWN_LICENCE);
        json.name("purl").value("pkg:deb/oxt@" + version.replace("~", "%7E") + "?arch=amd64");
        json.endObject().endObject();
        json.name("components").beginArray();
        for (Part part : parts) {
            write(json, part);
        }
        json.endArray();
        json.name("dependencies").beginArray();
        json.beginObject().name("ref").value("oxt").name("dependsOn").beginArray();
        for (Part part : parts) {
            json.value(part.reference());
        }
        json.endArray().endObject().endArray().endObject();
        return text + "\n";
    }

    private static void write(JsonWriter json, Part part) throws IOException {
        json.beginObject();
        json.name("type").value(part.kind());
        json.name("bom-ref").value(part.reference());
        if (!part.group().isEmpty()) {
            json.name("group").value(part.group());
        }
        json.name("name").value(part.name());
        json.name("version").value(part.version());
        hash(json, part.file());
        licence(json, part.licence());
        json.name("copyright").value(part.holder());
        json.name("purl").value(part.reference());
        if (!part.published().isEmpty()) {
            json.name("pedigree").beginObject().name("ancestors").beginArray();
            json.beginObject().name("type").value(part.kind());
            json.name("name").value(part.name()).name("version").value(part.version());
            hash(json, part.published().getFirst());
            json.name("purl").value(part.reference());
            json.endObject().endArray();
            json.name("notes").value("Stack maps were added to its classes; nothing else changed.");
            json.endObject();
        }
        json.endObject();
    }

    private static void hash(JsonWriter json, Path file) throws IOException {
        json.name("hashes").beginArray().beginObject();
        json.name("alg").value("SHA-256").name("content").value(digest(file));
        json.endObject().endArray();
    }

    private static void licence(JsonWriter json, String licence) throws IOException {
        json.name("licenses").beginArray().beginObject();
        if (licence.contains(" ")) {
            json.name("expression").value(licence);
        } else {
            json.name("license").beginObject().name("id").value(licence).endObject();
        }
        json.endObject().endArray();
    }

    /** The same for the same parts. */
    private UUID serial(String version) throws IOException {
        StringBuilder all =
                new StringBuilder(version).append(digest(installed.resolve("jars/oxt.jar")));
        for (Part part : parts) {
            all.append(part.reference()).append(digest(part.file()));
        }
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    // ---- Debian's copyright file ---------------------------------------------------------------

    private String copyright(String texts) {
        StringBuilder text =
                new StringBuilder(
                        """
                        Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
                        Upstream-Name: oxt
                        Comment: What each part is, with version and digest: /usr/share/doc/oxt/sbom.cdx.json

                        Files: *
                        Copyright: The OpenXT contributors
                        License: Apache-2.0
                        """);
        for (Part part : parts) {
            String files =
                    switch (part.kind()) {
                        case "platform" -> "usr/lib/oxt/jre/*";
                        default -> "usr/lib/oxt/" + installed.relativize(part.file());
                    };
            text.append("\nFiles: ").append(files);
            text.append("\nCopyright: ").append(part.holder());
            text.append("\nLicense: ").append(debian(part.licence())).append('\n');
        }
        return text + "\n" + texts;
    }

    /** As the machine-readable copyright file names them. */
    private static String debian(String licence) {
        return switch (licence) {
            case "MIT" -> "Expat";
            case "MPL-2.0 AND MIT" -> "Apache-2.0 and MPL-2.0 and Expat";
            case "blessing" -> "public-domain";
            case "EPL-2.0 OR Apache-2.0" -> "EPL-2.0 or Apache-2.0";
            case "Apache-2.0 AND BSD-2-Clause" -> "Apache-2.0 and BSD-2-clause";
            case JAVA_LICENCE -> "GPL-2 with Classpath exception";
            default -> licence;
        };
    }
}
