package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages that the Debian package carries. */
class ManPagesTest {
    private static final Path MANDOC = Path.of("/usr/bin/mandoc");

    @TempDir private static Path folder;

    @BeforeAll
    static void write() throws IOException, InterruptedException {
        Path help = folder.resolve("help");
        Files.writeString(help, Picocli.help("oxt", Commands.root()));
        String said =
                run(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "scripts/ManPages.java",
                        folder.resolve("man").toString(),
                        "docs/reference",
                        help.toString(),
                        "8.0.0",
                        "2026-11-22");
        assertEquals("", said);
    }

    @Test
    void every_command_stands_in_the_page_of_its_first_word() throws IOException {
        for (Leaf leaf : Leaf.all(Commands.root())) {
            int end = leaf.path().indexOf(' ');
            String page = end < 0 ? "oxt.1" : "oxt-" + leaf.path().substring(0, end) + ".1";
            String text = Files.readString(folder.resolve("man").resolve(page));
            assertTrue(text.contains("\n.SS oxt " + leaf.path() + "\n"), leaf.path());
        }
    }

    @Test
    void the_daemon_and_the_document_have_pages_with_nothing_of_markdown_left() throws IOException {
        for (String page : List.of("oxtd.8", "oxt-vm-document.5")) {
            String text = Files.readString(folder.resolve("man").resolve(page));
            assertTrue(text.lines().noneMatch(line -> line.matches("(#|```|[|] |<!--).*")), text);
        }
    }

    @Test
    void the_pages_are_well_formed() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(MANDOC), "mandoc is not installed.");
        List<String> order = new ArrayList<>(List.of(MANDOC.toString(), "-Tlint"));
        try (var pages = Files.list(folder.resolve("man"))) {
            pages.sorted().forEach(page -> order.add(page.toString()));
        }
        assertEquals("", run(order.toArray(String[]::new)));
    }

    private static String run(String... order) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(order).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
