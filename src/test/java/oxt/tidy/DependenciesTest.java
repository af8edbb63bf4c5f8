package oxt.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What oxt stands on is listed once, with a reason, and nothing else is taken in. */
class DependenciesTest {
    private static final Pattern DEPENDENCY =
            Pattern.compile(
                    "<(?:dependency|path)>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");
    private static final Pattern PLUGIN =
            Pattern.compile(
                    "<plugin>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");

    /** The first cell of a row of a table, such as {@code | `com.google.code.gson:gson` |}. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\w+ +(\\S+)$");

    @Test
    void every_library_has_a_line_in_the_list_and_the_list_has_no_other() {
        var expected = new TreeSet<String>();
        for (Pattern pattern : List.of(DEPENDENCY, PLUGIN)) {
            pattern.matcher(Checkout.text("pom.xml"))
                    .results()
                    .forEach(found -> expected.add(found.group(1) + ":" + found.group(2)));
        }
        assertEquals(lines(expected), lines(listed("Libraries", "Build tools")));
    }

    @Test
    void every_debian_package_has_a_line_in_the_list_and_the_list_has_no_other() {
        var expected = new TreeSet<String>();
        PACKAGE.matcher(Checkout.text("scripts/packages.txt"))
                .results()
                .forEach(found -> expected.add(found.group(1)));
        assertEquals(lines(expected), lines(listed("Debian packages")));
    }

    @Test
    void the_runtime_has_the_modules_our_classes_use() throws ClassNotFoundException {
        String runtime = Checkout.text("scripts/runtime");
        String line = runtime.lines().filter(l -> l.startsWith("modules=")).findFirst().orElse("");
        var included = List.of(line.replace("modules=", "").split(","));
        var missing = new TreeSet<String>();
        for (var compiled : CompiledClass.main()) {
            for (String type : compiled.types()) {
                String module = moduleOf(type);
                if (!included.contains(module)) {
                    missing.add(module + " for " + type + " in " + compiled.name());
                }
            }
        }
        Checkout.assertNone(List.copyOf(missing));
    }

    private static String moduleOf(String type) {
        try {
            String name = Class.forName(type, false, null).getModule().getName();
            return name == null ? "java.base" : name;
        } catch (ClassNotFoundException notOfTheJdk) {
            return "java.base"; // a class of ours, a package, or only a text that looks like one
        }
    }

    /** The first cells of the tables under these headings. */
    private static TreeSet<String> listed(String... headings) {
        var listed = new TreeSet<String>();
        for (String section : Checkout.text("docs/dependencies.md").split("(?m)^## ")) {
            if (List.of(headings).contains(section.lines().findFirst().orElse(""))) {
                ROW.matcher(section).results().forEach(found -> listed.add(found.group(1)));
            }
        }
        return listed;
    }

    private static String lines(TreeSet<String> names) {
        return names.stream().collect(Collectors.joining("\n"));
    }
}
