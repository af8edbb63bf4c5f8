import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Measures the figures of scripts/bench/README.md. */
final class Bench {
    private static final String USE =
            """
            Use: ./bench [--json] [PART...]     parts: power disposables reads lists growth changes
                                             verify seat
                 ./bench --compare A B\
            """;

    /** What can be measured alone. */
    private enum Part {
        POWER,
        DISPOSABLES,
        READS,
        LISTS,
        GROWTH,
        CHANGES,
        VERIFY,
        SEAT
    }

    private Bench() {}

    public static void main(String[] words) throws Exception {
        Path home = Path.of(words[0]);
        List<String> rest = new ArrayList<>(Arrays.asList(words).subList(1, words.length));
        if (rest.size() == 3 && rest.getFirst().equals("--compare")) {
            compare(Path.of(rest.get(1)), Path.of(rest.get(2)));
            return;
        }
        boolean json = rest.remove("--json");
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String word : rest) {
            parts.add(part(word));
        }
        for (Part part : parts.isEmpty() ? EnumSet.allOf(Part.class) : parts) {
            for (Row row : rows(part, home)) {
                System.out.println(json ? row.json() : row.line());
            }
        }
        note(load());
    }

    private static Part part(String word) {
        try {
            return Part.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            System.err.println("There is no part " + word + ".\n" + USE);
            System.exit(64);
            throw unknown;
        }
    }

    private static List<Row> rows(Part part, Path home) throws Exception {
        return switch (part) {
            case POWER -> new Power(home).rows();
            case DISPOSABLES -> new Disposables(home).rows();
            case READS -> new Reads(home).rows();
            case LISTS -> new Lists(home).rows();
            case GROWTH -> new Growth(home).rows();
            case CHANGES -> new Changes(home).rows();
            case VERIFY -> new Verify(home).rows();
            case SEAT -> new Seat(home).rows();
        };
    }

    /** What the others on this machine did meanwhile. */
    private static String load() throws Exception {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        return "%d processors, load %s at the end"
                .formatted(Runtime.getRuntime().availableProcessors(), load);
    }

    /** For whoever waits; not a figure. */
    static void note(String what) {
        System.err.println(what);
    }

    private static void compare(Path before, Path after) throws Exception {
        Map<String, JsonObject> then = rows(before);
        rows(after)
                .forEach(
                        (name, now) -> {
                            JsonObject was = then.get(name);
                            if (was == null) {
                                System.out.printf("%-18s only in %s%n", name, after);
                            } else {
                                System.out.println(comparison(name, was, now));
                            }
                        });
    }

    private static String comparison(String name, JsonObject was, JsonObject now) {
        double a = figure(was);
        double b = figure(now);
        double spread = Math.max(spread(was), spread(now));
        boolean same = Math.abs(b / a - 1) <= spread;
        return "%-18s %9.4g -> %9.4g  %+.0f%%%s"
                .formatted(name, a, b, (b / a - 1) * 100, same ? "  (within the spread)" : "");
    }

    /** What can be held against another day's: the ratio where there is one. */
    private static double figure(JsonObject row) {
        JsonElement ratio = row.get("ratio");
        return ratio != null && ratio.isJsonPrimitive()
                ? ratio.getAsDouble()
                : row.get("value").getAsDouble();
    }

    private static double spread(JsonObject row) {
        return row.has("spread") ? row.get("spread").getAsDouble() : 0;
    }

    private static Map<String, JsonObject> rows(Path file) throws Exception {
        Map<String, JsonObject> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonObject row = JsonParser.parseString(line).getAsJsonObject();
            rows.put(row.get("name").getAsString(), row);
        }
        return rows;
    }
}
