package oxt.tidy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sources stay small, say what they are for, and leave no loose ends. */
class SourcesTest {
    /** Past this a file holds two nouns. */
    private static final int LONGEST = 400;

    /** Put together here so that this file does not find itself. */
    private static final Pattern LOOSE_END =
            Pattern.compile("\\b(TO" + "DO(?! \\(issue \\d+\\))|FIX" + "ME|XX" + "X|HA" + "CK)\\b");

    @Test
    void no_file_holds_two_nouns() {
        var breaches = new ArrayList<String>();
        for (Path source : sources()) {
            long lines = Checkout.text(source).lines().count();
            if (lines > LONGEST) {
                breaches.add(Checkout.name(source) + " has " + lines + " lines");
            }
        }
        Checkout.assertNone(breaches);
    }

    @Test
    void every_package_says_what_it_is_and_is_null_marked() {
        var breaches = new ArrayList<String>();
        var folders = new TreeSet<String>();
        for (Path source : Checkout.javaSources()) {
            folders.add(
                    Checkout.name(source.getParent()).replaceFirst("src/(main|test)/java/", ""));
        }
        for (String folder : folders) {
            boolean said =
                    List.of("main", "test").stream()
                            .map(root -> "src/" + root + "/java/" + folder + "/package-info.java")
                            .map(Checkout.ROOT::resolve)
                            .anyMatch(
                                    file ->
                                            Files.exists(file)
                                                    && Checkout.text(file).contains("@NullMarked")
                                                    && Checkout.text(file).startsWith("/**"));
            if (!said) {
                breaches.add(folder);
            }
        }
        Checkout.assertNone(breaches);
    }

    @Test
    void what_is_left_to_do_has_an_issue_number() {
        var breaches = new ArrayList<String>();
        for (Path source : sources()) {
            LOOSE_END
                    .matcher(Checkout.text(source))
                    .results()
                    .forEach(found -> breaches.add(Checkout.name(source) + ": " + found.group()));
        }
        Checkout.assertNone(breaches);
    }

    private static List<Path> sources() {
        var sources = new ArrayList<>(Checkout.javaSources());
        sources.addAll(Checkout.files("scripts", ""));
        for (String program : List.of("oxt", "oxtd", "quickstart", "check", "bench")) {
            sources.addAll(Checkout.files(program, ""));
        }
        return sources;
    }
}
