package oxt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Debian package, in Debians that are made for it; each takes minutes. */
@Tag("guest")
class DebianPackageTest {
    private final Shell shell = new Shell(Path.of("").toAbsolutePath());

    @BeforeAll
    static void needsRoot() throws IOException {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "New Debians are made and entered as root.");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mmdebstrap")), "mmdebstrap is missing.");
    }

    @Test
    void the_package_is_the_same_bytes_wherever_and_whenever_it_is_made() {
        succeeds("again");
    }

    @Test
    void it_comes_and_goes_on_debian_12_without_java_and_leaves_what_vms_have_written() {
        succeeds("bookworm");
    }

    @Test
    void it_comes_and_goes_on_debian_13_without_java_and_leaves_what_vms_have_written() {
        succeeds("trixie");
    }

    @Test
    void vms_are_units_of_systemd_and_outlive_the_daemons_unit() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/systemd-nspawn")),
                "systemd-container is missing.");
        succeeds("systemd");
    }

    private void succeeds(String what) {
        var output = shell.run(Map.of(), "scripts/try-deb", what);
        assertEquals(0, output.exit(), output.text());
    }
}
