package oxt.engine.xen;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.engine.files.Programs;

/** What {@code xl} says when something goes wrong, made into a sentence for people. */
final class XlWords {
    /** {@code libxl: error: libxl_create.c:1302:initiate_domain_create: Domain 7:What it is}. */
    private static final Pattern ERROR =
            Pattern.compile(
                    "(?:libxl|xc): error: (?:\\S+?:\\d+:\\w+: )?(?:Domain \\d+:)?(.+?)"
                            + "(?:: (?:Internal error|Success))?");

    /** libxl's ERROR_TIMEDOUT. */
    private static final Pattern OUT_OF_TIME = Pattern.compile("\\brc[ =:]*-9\\b");

    private static final int LONGEST = 300;

    private XlWords() {}

    /** The first error is the cause, those behind it are what came of it. */
    static String reason(String said) {
        List<String> lines =
                said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        for (String line : lines) {
            Matcher error = ERROR.matcher(line);
            if (error.matches()) {
                return sentence(error.group(1));
            }
        }
        return lines.isEmpty() ? "it did not say why." : sentence(lines.getLast());
    }

    /** Whether xl has waited for something of its own as long as it does. */
    static boolean isOutOfTime(Programs.Ended ended) {
        return ended.status() != 0 && OUT_OF_TIME.matcher(ended.said()).find();
    }

    private static String sentence(String words) {
        String cut = words.length() > LONGEST ? words.substring(0, LONGEST) : words;
        return cut.endsWith(".") ? cut : cut + ".";
    }
}
