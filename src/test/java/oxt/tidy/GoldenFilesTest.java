package oxt.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Golden files, and pages that are written from the code, are compared with something. */
class GoldenFilesTest {
    @Test
    void every_golden_file_is_named_in_a_test() {
        String tests =
                Checkout.files("src/test/java", ".java").stream()
                        .map(Checkout::text)
                        .collect(Collectors.joining("\n"));
        var breaches = new ArrayList<String>();
        var golden = new ArrayList<>(Checkout.files("src/test/golden", ""));
        golden.addAll(Checkout.files("docs/reference", ""));
        for (Path page : golden) {
            String file = page.getFileName().toString();
            String name = file.replaceFirst("[.]\\w+$", "");
            if (!tests.contains(name)) {
                breaches.add(Checkout.name(page) + " is read by no test");
            }
        }
        Checkout.assertNone(breaches);
    }
}
