package oxt.engine.xen;

import java.util.HashMap;
import java.util.Map;

/** Reads an xl configuration as xl's own lexer does; of lists only that they are there. */
final class XlReader {
    private final String text;
    private int at;

    private XlReader(String text) {
        this.text = text;
    }

    /** Each key once, with its text or number; an AssertionError where xl would not read it. */
    static Map<String, String> read(String text) {
        return new XlReader(text).settings();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        while (at < text.length()) {
            String key = until(" = ");
            String value = value();
            if (settings.put(key, value) != null) {
                throw new AssertionError(key + " is there twice");
            }
            expect('\n');
        }
        return settings;
    }

    private String until(String end) {
        int found = text.indexOf(end, at);
        String word = text.substring(at, found);
        if (!word.matches("[a-z_]+")) {
            throw new AssertionError("not a key: " + word);
        }
        at = found + end.length();
        return word;
    }

    private String value() {
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            return quoted(first);
        }
        if (first != '[') {
            int end = text.indexOf('\n', at);
            String number = text.substring(at, end);
            at = end;
            return Long.toString(Long.parseLong(number));
        }
        at++;
        while (text.charAt(at) != ']') {
            char next = text.charAt(at);
            if (next == '"' || next == '\'') {
                quoted(next);
            } else {
                at++;
            }
        }
        expect(']');
        return "a list";
    }

    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        expect(quote);
        while (text.charAt(at) != quote) {
            if (text.charAt(at) == '\n') {
                throw new AssertionError("a text ends with its line: " + value);
            }
            if (text.charAt(at) == '\\') {
                at++;
            }
            value.append(text.charAt(at++));
        }
        expect(quote);
        return value.toString();
    }

    private void expect(char wanted) {
        if (text.charAt(at) != wanted) {
            throw new AssertionError("not " + wanted + " at " + text.substring(at));
        }
        at++;
    }
}
