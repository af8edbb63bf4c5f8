package oxt.tidy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents say is there, is there. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern WEB = Pattern.compile("^[a-z]+:.*");
    private static final Pattern NAMED_TEST = Pattern.compile("`test: ([\\w.$]+)[.](\\w+)`");
    private static final Pattern PROMISE = Pattern.compile("(?m)^(?:#+ |[|] *)?(\\d+)[.]? ");

    @Test
    void a_link_points_to_a_file_that_exists() {
        var breaches = new ArrayList<String>();
        for (Path document : documents()) {
            LINK.matcher(Checkout.text(document))
                    .results()
                    .map(found -> found.group(1))
                    .filter(target -> !WEB.matcher(target).matches())
                    .filter(target -> !Files.exists(document.resolveSibling(target)))
                    .forEach(target -> breaches.add(Checkout.name(document) + ": " + target));
        }
        Checkout.assertNone(breaches);
    }

    @Test
    void every_test_that_a_promise_names_exists() {
        var tests = new TreeSet<String>();
        for (var compiled : CompiledClass.tests()) {
            TestMethods.of(compiled).forEach(test -> tests.add(compiled.name() + "." + test));
        }
        Checkout.assertNone(
                NAMED_TEST
                        .matcher(promises())
                        .results()
                        .map(found -> found.group(1) + "." + found.group(2))
                        .filter(test -> !tests.contains(test))
                        .toList());
    }

    @Test
    void every_promise_names_a_test_or_says_that_it_has_none() {
        String promises = promises();
        var begins = PROMISE.matcher(promises).results().toList();
        var breaches = new ArrayList<String>();
        for (int i = 0; i < begins.size(); i++) {
            int end = i + 1 < begins.size() ? begins.get(i + 1).start() : promises.length();
            String promise = promises.substring(begins.get(i).start(), end);
            if (!NAMED_TEST.matcher(promise).find() && !promise.contains("*not yet tested*")) {
                breaches.add("promise " + begins.get(i).group(1));
            }
        }
        Checkout.assertNone(breaches);
    }

    private static String promises() {
        return Checkout.files("PROMISES.md", "").stream()
                .findFirst()
                .map(Checkout::text)
                .orElse("");
    }

    private static List<Path> documents() {
        var documents = new ArrayList<>(Checkout.files("docs", ".md"));
        for (String name :
                List.of(
                        "README.md",
                        "ARCHITECTURE.md",
                        "PROMISES.md",
                        "SECURITY.md",
                        "CONTRIBUTING.md",
                        "CHANGELOG.md")) {
            documents.addAll(Checkout.files(name, ""));
        }
        return documents;
    }
}
