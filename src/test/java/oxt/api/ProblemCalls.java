package oxt.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The places in the sources where a problem is made, by the problem's code. */
final class ProblemCalls {
    /** The ways in which a problem is made; the code is the first text in the call. */
    private static final Pattern CALL =
            Pattern.compile(
                    "(?:new Problem\\.(Invalid|Missing|Failed|Bug|Conflict|Denied)"
                            + "|problems\\.(invalid)|\\b(conflict)|\\b(refuse))"
                            + "\\((?:\\s*\\w+,)*\\s*\"([a-z0-9-]+)\",\\s*");

    /** What a value is not, as shapes say it; by constants, mostly. */
    private static final Pattern VALUE =
            Pattern.compile("IsNot<>\\(\\s*(?:\"([a-z-]+)\"|([A-Z_]+)),");

    /** One code can be made in several places; it is the same problem everywhere. */
    record Call(String kind, String what) {}

    private ProblemCalls() {}

    static Map<String, Call> all() {
        Map<String, Call> calls = new TreeMap<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                collect(Files.readString(source), calls);
                collectValues(Files.readString(source), calls);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    private static void collect(String source, Map<String, Call> calls) {
        Matcher matcher = CALL.matcher(source);
        while (matcher.find()) {
            String named = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
            String kind = named == null ? "invalid" : named.toLowerCase(Locale.ROOT);
            calls.putIfAbsent(matcher.group(5), new Call(kind, sentence(source, matcher.end())));
        }
    }

    private static void collectValues(String source, Map<String, Call> calls) {
        Matcher matcher = VALUE.matcher(source);
        while (matcher.find()) {
            String code =
                    matcher.group(1) == null
                            ? matcher.group(2).toLowerCase(Locale.ROOT).replace('_', '-')
                            : matcher.group(1);
            calls.putIfAbsent(code, new Call("invalid", "… is …; … is not."));
        }
    }

    /** The next argument's texts; what is computed between them becomes an ellipsis. */
    private static String sentence(String source, int from) {
        StringBuilder sentence = new StringBuilder();
        int depth = 0;
        boolean computed = false;
        for (int at = from; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '"') {
                int end = endOfText(source, at + 1);
                if (depth == 0) {
                    sentence.append(computed ? "…" : "").append(source, at + 1, end);
                    computed = false;
                }
                at = end;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                break;
            } else if (Character.isJavaIdentifierPart(c)) {
                computed = true;
            }
        }
        return sentence.append(computed ? "…" : "").toString().replace("\\\"", "\"");
    }

    private static int endOfText(String source, int from) {
        int end = from;
        while (source.charAt(end) != '"') {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        return end;
    }
}
