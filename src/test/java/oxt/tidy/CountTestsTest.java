package oxt.tidy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line in which ./check ends. */
class CountTestsTest {
    @TempDir Path folder = Path.of("");

    @Test
    void skips_and_failures_are_printed_before_the_line_that_counts()
            throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("TEST-oxt.ATest.xml"),
                """
                <testsuite name="oxt.ATest" tests="6">
                  <testcase name="goes" classname="oxt.ATest"><system-out>words</system-out></testcase>
                  <testcase name="goes_too" classname="oxt.ATest"/>
                  <testcase name="needs_more" classname="oxt.ATest"><skipped message="no KVM"/></testcase>
                  <testcase name="needs_fish" classname="oxt.ATest"><skipped type="E"><![CDATA[
                org.opentest4j.TestAbortedException: Assumption failed: no fish
                    at oxt.ATest]]></skipped></testcase>
                  <testcase name="is_wrong" classname="oxt.ATest"><failure message="1 is not 2">at</failure></testcase>
                  <testcase name="breaks" classname="oxt.ATest"><error type="E">at</error></testcase>
                </testsuite>
                """);
        assertEquals(
                """
                skipped  oxt.ATest: needs_more: no KVM
                skipped  oxt.ATest: needs_fish: no fish
                failed   oxt.ATest: is_wrong: 1 is not 2
                failed   oxt.ATest: breaks: no message
                2 passed, 2 failed, 2 skipped
                exit 1
                """,
                count(folder.toString(), "no-such-folder"));
    }

    @Test
    void no_test_at_all_is_a_failure() throws IOException, InterruptedException {
        assertEquals(
                """
                No test ran.
                0 passed, 0 failed, 0 skipped
                exit 1
                """,
                count(folder.toString()));
    }

    private static String count(String... folders) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-XX:TieredStopAtLevel=1");
        words.add(Checkout.ROOT.resolve("scripts/CountTests.java").toString());
        words.addAll(List.of(folders));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return output + "exit " + process.waitFor() + "\n";
    }
}
