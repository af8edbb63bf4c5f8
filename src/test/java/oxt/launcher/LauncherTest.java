package oxt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start runs what the checkout says: never old classes from the cache, never an old build. */
class LauncherTest {
    /** JDK-8377932 is repaired in this one. */
    private static final Version CHECKS_BY_ITSELF = Version.parse("25.0.4");

    private static final Map<String, String> SHOWING_CLASSES =
            Map.of("OXT_JAVA_OPTIONS", "-Xlog:class+load");

    private static SmallCheckout built;

    private SmallCheckout checkout;

    @BeforeAll
    static void build(@TempDir Path folder) throws IOException {
        built = SmallCheckout.printing("first", folder.toRealPath().resolve("built"));
    }

    @AfterAll
    static void remove() {
        built.remove();
    }

    LauncherTest(@TempDir Path folder) throws IOException {
        checkout = built.copyTo(folder.toRealPath().resolve("checkout"));
    }

    @AfterEach
    void removeCopy() {
        checkout.remove();
    }

    @Test
    void an_unchanged_program_starts_from_its_cache() {
        assertEquals("first one,two words", checkout.oxt("one", "two words").text());
        assertTrue(isFromCache(), "The cache is not used at all.");
    }

    @Test
    void a_replaced_jar_runs_its_new_classes() throws IOException {
        replaceJar();
        assertEquals("second", checkout.oxt().text());
    }

    @Test
    void a_replaced_jar_of_the_same_date_runs_its_new_classes() throws IOException {
        FileTime date = Files.getLastModifiedTime(checkout.runningJar());
        replaceJar();
        SmallCheckout.date(checkout.runningJar(), date);
        assertEquals("second", checkout.oxt().text());
    }

    @Test
    void a_jar_written_to_runs_its_new_classes() throws IOException {
        writeToJar();
        assertEquals("second", checkout.oxt().text());
    }

    @Test
    void a_jar_written_to_with_an_older_date_runs_its_new_classes() throws IOException {
        writeToJar();
        SmallCheckout.date(checkout.runningJar(), FileTime.from(Instant.EPOCH));
        assertEquals("second", checkout.oxt().text());
    }

    @Test
    void the_jvm_alone_would_run_the_old_classes() throws IOException {
        assumeTrue(
                Runtime.version().compareTo(CHECKS_BY_ITSELF) < 0,
                "This JDK checks the cache by itself; when all supported ones do, the seal can go.");
        replaceJar();
        Path jar = checkout.runningJar();
        String path = jar + ":" + String.join(":", others(jar));
        var output =
                checkout.run(
                        Map.of(),
                        launcherJava(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:AOTCache=" + checkout.cache(),
                        // A cache serves only a JVM with the flags that it was recorded with.
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        path,
                        "oxt.cli.Main");
        assertEquals("first", output.text());
    }

    @Test
    void a_lost_cache_costs_time_and_nothing_else() throws IOException {
        Files.delete(checkout.cache());
        assertEquals("first", checkout.oxt().text());
    }

    @Test
    void a_moved_checkout_still_starts_from_its_cache(@TempDir Path elsewhere) throws IOException {
        Path moved = elsewhere.toRealPath().resolve("moved");
        Files.move(checkout.home(), moved);
        checkout = new SmallCheckout(moved);
        assertEquals("first", checkout.oxt().text());
        assertTrue(isFromCache());
    }

    @Test
    void a_link_to_the_program_starts_it() throws IOException {
        Files.createDirectory(checkout.home().resolve("bin"));
        Files.createSymbolicLink(checkout.home().resolve("bin/oxt"), Path.of("../oxt"));
        assertEquals("first", checkout.run(Map.of(), "bin/oxt").text());
    }

    @Test
    void a_newer_source_is_built_first() throws IOException {
        fakeBuild();
        Path source = checkout.home().resolve("src/main/java/oxt/host/Host.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "");
        assertEquals("building\nfirst", checkout.oxt().text());
    }

    @Test
    void a_removed_source_is_noticed() throws IOException {
        Path folder = checkout.home().resolve("src/main/java/oxt/engine/qemu");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("Qemu.java"), "");
        allFoldersAreOld();
        fakeBuild();
        assertEquals("first", checkout.oxt().text());
        Files.delete(folder.resolve("Qemu.java"));
        assertEquals("building\nfirst", checkout.oxt().text());
    }

    @Test
    void nothing_is_built_where_that_was_said() throws IOException {
        fakeBuild();
        Files.writeString(checkout.home().resolve("pom.xml"), "");
        assertEquals("first", checkout.oxt(Map.of("OXT_BUILD", "never")).text());
    }

    private void replaceJar() throws IOException {
        Path other = checkout.home().resolve("other.jar");
        checkout.compile("second", other);
        Files.move(other, checkout.runningJar(), StandardCopyOption.REPLACE_EXISTING);
    }

    private void writeToJar() throws IOException {
        Path other = checkout.home().resolve("other.jar");
        checkout.compile("second", other);
        Files.write(
                checkout.runningJar(),
                Files.readAllBytes(other),
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    private boolean isFromCache() {
        return checkout.oxt(SHOWING_CLASSES)
                .text()
                .lines()
                .anyMatch(line -> line.contains("oxt.cli.Main source: shared objects file"));
    }

    /** The other jars of the class path, in the order of the launcher. */
    private static String[] others(Path jar) {
        return Stream.of("picocli-1.jar", "gson-1.jar", "snakeyaml-engine-1.jar")
                .map(name -> jar.resolveSibling(name).toString())
                .toArray(String[]::new);
    }

    private String launcherJava() throws IOException {
        String launch = Files.readString(checkout.home().resolve(".oxt/launch"));
        String jre = launch.lines().findFirst().orElseThrow().replace("jre=", "");
        return checkout.home().resolve(".oxt").resolve(jre).resolve("bin/java").toString();
    }

    private void fakeBuild() throws IOException {
        Path build = checkout.home().resolve("scripts/build");
        Files.writeString(build, "#!/bin/sh\necho building\n");
        assertTrue(build.toFile().setExecutable(true));
    }

    private void allFoldersAreOld() throws IOException {
        try (var files = Files.walk(checkout.home().resolve("src"))) {
            for (Path file : files.toList()) {
                SmallCheckout.date(file, FileTime.from(Instant.EPOCH));
            }
        }
    }
}
