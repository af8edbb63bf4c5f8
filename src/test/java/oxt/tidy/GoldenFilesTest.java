package oxt.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Golden files are compared with something. */
class GoldenFilesTest {
    @Test
    void every_golden_file_is_named_in_a_test() {
        String tests =
                Checkout.files("src/test/java", ".java").stream()
                        .map(Checkout::text)
                        .collect(Collectors.joining("\n"));
        var breaches = new ArrayList<String>();
        for (Path golden : Checkout.files("src/test/golden", "")) {
            String file = golden.getFileName().toString();
            String name = file.replaceFirst("[.]\\w+$", "");
            if (!tests.contains(name)) {
                breaches.add(Checkout.name(golden) + " is read by no test");
            }
        }
        Checkout.assertNone(breaches);
    }
}
