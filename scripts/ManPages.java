import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the manual pages from the reference, which tests write from the code.
 *
 * <p>Use: {@code java ManPages.java FOLDER REFERENCE HELP VERSION DATE}: where the pages go, the
 * folder {@code docs/reference}, a file with what {@code oxt --help} prints, and what the foot of
 * each page says.
 */
final class ManPages {
    /** {@code ## oxt vm start} and the help under it. */
    private static final Pattern COMMAND =
            Pattern.compile("(?ms)^## oxt ([^\\n]+)\\n\\n```\\n(.*?)^```$");

    /** A row of the list of commands; a second line has no first word. */
    private static final Pattern LISTED = Pattern.compile("^  (?:(\\w+) +| {4,})(\\S.*)$");

    private final Path folder;
    private final Path reference;
    private final String foot;

    private ManPages(Path folder, Path reference, String foot) {
        this.folder = folder;
        this.reference = reference;
        this.foot = foot;
    }

    public static void main(String[] words) throws IOException {
        var pages =
                new ManPages(
                        Files.createDirectories(Path.of(words[0])),
                        Path.of(words[1]),
                        "\"" + words[4] + "\" \"oxt " + words[3] + "\"");
        pages.writeCommands(summaries(Files.readString(Path.of(words[2]))));
        pages.writeReference("oxtd", 8, "the daemon of oxt", "daemon.md", "oxt(1)");
        pages.writeReference(
                "oxt-vm-document", 5, "what a virtual machine is", "vm-document.md", "oxt-vm(1)");
    }

    /** What each first word of the command line is for. */
    private static Map<String, String> summaries(String help) {
        Map<String, String> summaries = new LinkedHashMap<>();
        String last = "";
        for (String line : help.substring(help.indexOf("Commands:")).split("\n")) {
            Matcher row = LISTED.matcher(line);
            if (row.matches()) {
                last = row.group(1) == null ? last : row.group(1);
                summaries.merge(last, row.group(2), (before, more) -> before + " " + more);
            }
        }
        return summaries;
    }

    // ---- Commands ------------------------------------------------------------------------------

    private void writeCommands(Map<String, String> summaries) throws IOException {
        String page = Files.readString(reference.resolve("commands.md"));
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        Map<String, String> alone = new LinkedHashMap<>();
        for (Matcher found = COMMAND.matcher(page); found.find(); ) {
            String path = found.group(1);
            int end = path.indexOf(' ');
            (end < 0
                            ? alone
                            : groups.computeIfAbsent(
                                    path.substring(0, end), _ -> new LinkedHashMap<>()))
                    .put(path, found.group(2));
        }
        for (var group : groups.entrySet()) {
            writeGroup(group.getKey(), summaries.get(group.getKey()), group.getValue());
        }
        Roff roff = begin("oxt", 1, "runs virtual machines, each isolated from the others");
        roff.section("Synopsis").line("\\fBoxt\\fR \\fICOMMAND\\fR ...");
        roff.section("Description");
        summaries.forEach(
                (word, summary) -> {
                    String see = groups.containsKey(word) ? " See **oxt-" + word + "**(1)." : "";
                    roff.term("**" + word + "**").text(summary + see);
                });
        alone.forEach((path, help) -> addCommand(roff, path, help));
        new Markdown(roff)
                .add("## Exit status and files\n" + page.substring(0, page.indexOf("\n## ")));
        List<String> others = new ArrayList<>();
        groups.keySet().forEach(group -> others.add("oxt-" + group + "(1)"));
        end(roff, "oxt", 1, String.join(" ", others) + " oxt-vm-document(5) oxtd(8)");
    }

    private void writeGroup(String group, String summary, Map<String, String> commands)
            throws IOException {
        String name = "oxt-" + group;
        Roff roff = begin(name, 1, summary.replaceFirst("[.]$", ""));
        roff.section("Synopsis").line("\\fBoxt " + group + "\\fR \\fICOMMAND\\fR ...");
        roff.section("Description");
        commands.forEach((path, help) -> addCommand(roff, path, help));
        end(roff, name, 1, "oxt(1) oxt-vm-document(5) oxtd(8)");
    }

    /** The help of one command: how it is used, sentences, options, examples. */
    private static void addCommand(Roff roff, String path, String help) {
        roff.subsection("oxt " + path);
        Pattern option = Pattern.compile("^ {2,6}([-A-Z\\[].*?) {2,}(\\S.*)$");
        boolean inExamples = false;
        for (String block : help.replaceFirst("\n(?! )", "\n\n").split("\n\n")) {
            inExamples |= block.matches("(?s)Examples?:.*");
            if (inExamples) {
                roff.verbatim(List.of(block.replaceFirst("Examples?:\n?", "").split("\n")));
            } else if (block.startsWith("Use: ")) {
                String use = block.replaceAll("\\s+", " ").replaceFirst("Use: oxt " + path, "");
                roff.text("**oxt " + path + "**" + Markdown.plain(use));
            } else if (!option.matcher(block.lines().findFirst().orElse("")).matches()) {
                roff.paragraph().text(Markdown.plain(block.replaceAll("\\s+", " ").strip()));
            } else {
                block.lines()
                        .forEach(
                                line -> {
                                    Matcher row = option.matcher(line);
                                    if (row.matches()) {
                                        roff.term("**" + Markdown.plain(row.group(1)) + "**");
                                    }
                                    String text = row.matches() ? row.group(2) : line.strip();
                                    roff.text(Markdown.plain(text));
                                });
            }
        }
    }

    // ---- Other pages ---------------------------------------------------------------------------

    private void writeReference(String name, int section, String what, String file, String see)
            throws IOException {
        Roff roff = begin(name, section, what);
        roff.section("Description");
        String page = Files.readString(reference.resolve(file));
        new Markdown(roff)
                .add(
                        page.replaceFirst("# .*\n", "")
                                .replaceAll("(?s)<!--.*?-->", "")
                                .replaceAll("(?m)^This page is written by .*$", ""));
        end(roff, name, section, see);
    }

    private Roff begin(String name, int section, String what) {
        Roff roff = new Roff();
        roff.line(".TH " + name.toUpperCase(java.util.Locale.ROOT) + " " + section + " " + foot);
        roff.section("Name").line(Roff.escape(name) + " \\- " + Roff.escape(what));
        return roff;
    }

    private void end(Roff roff, String name, int section, String see) throws IOException {
        roff.section("See also");
        List<String> pages = new ArrayList<>();
        for (String page : see.split(" ")) {
            if (!page.equals(name + "(" + section + ")")) {
                pages.add(page.replaceFirst("(.*)(\\(.\\))", "**$1**$2"));
            }
        }
        roff.text(String.join(", ", pages));
        Files.writeString(folder.resolve(name + "." + section), roff.toString());
    }

    /** The few forms of Markdown that the reference uses. */
    private record Markdown(Roff roff) {

        void add(String page) {
            for (String part : page.split("(?m)^(?=```)|(?<=^```\n)")) {
                addPart(part);
            }
        }

        private void addPart(String part) {
            if (part.startsWith("```") && part.length() > 4) {
                List<String> lines = part.lines().toList();
                roff.verbatim(lines.subList(1, lines.size()));
                return;
            }
            for (String block : part.replaceAll("(?m)^(##+ .*)$", "\n$1\n").split("\n\n+")) {
                addBlock(block.strip());
            }
        }

        private void addBlock(String block) {
            if (block.isEmpty() || block.startsWith("```") || block.startsWith("# ")) {
                return;
            } else if (block.startsWith("## ")) {
                roff.section(block.substring(3));
            } else if (block.startsWith("### ")) {
                roff.subsection(block.substring(4));
            } else if (block.startsWith("| ")) {
                addTable(block.lines().toList());
            } else if (block.startsWith("- ")) {
                for (String item : block.split("(?m)^- ")) {
                    if (!item.isBlank()) {
                        roff.line(".IP \\(bu 2").text(item.replaceAll("\\s+", " ").strip());
                    }
                }
            } else {
                roff.paragraph().text(block.replaceAll("\\s+", " "));
            }
        }

        /** The first cell as a term, the last as a sentence, those between with their headings. */
        private void addTable(List<String> rows) {
            List<String> headings = cells(rows.getFirst());
            for (String row : rows.subList(2, rows.size())) {
                List<String> cells = cells(row);
                roff.term(cells.getFirst());
                roff.text(cells.getLast());
                for (int i = 1; i < cells.size() - 1; i++) {
                    roff.line(".br").text("*" + headings.get(i) + "*: " + cells.get(i));
                }
            }
        }

        private static List<String> cells(String row) {
            return List.of(row.replaceAll("^\\| *| *\\|$", "").split(" *\\| *", -1));
        }

        /** Text in which no sign is to mean anything. */
        static String plain(String text) {
            return text.replaceAll("([*`\\[])", "\0$1");
        }
    }

    /** The language of manual pages: man(7). */
    private static final class Roff {
        /** Lines of the source that are longer are frowned upon. */
        private static final int COLUMNS = 78;

        private static final Pattern MARK =
                Pattern.compile(
                        "`([^`]+)`|\\*\\*(.+?)\\*\\*|\\*([^*]+)\\*|\\[([^]]+)\\]\\([^)]+\\)|\0(.)");

        private final StringBuilder page = new StringBuilder();

        Roff line(String line) {
            page.append(line).append('\n');
            return this;
        }

        Roff section(String title) {
            return line(".SH " + escape(title.toUpperCase(java.util.Locale.ROOT)));
        }

        Roff subsection(String title) {
            return line(".SS " + escape(title));
        }

        Roff paragraph() {
            // No space is wanted right behind a heading.
            String last = page.substring(page.lastIndexOf("\n", page.length() - 2) + 1);
            return last.startsWith(".S") ? this : line(".PP");
        }

        Roff term(String term) {
            line(".TP");
            return line(guard(marked(term)));
        }

        /** A paragraph's words, broken where lines end. */
        Roff text(String text) {
            StringBuilder line = new StringBuilder();
            for (String word : marked(text).split(" ")) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > COLUMNS) {
                    line(guard(line.toString()));
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            return line(guard(line.toString()));
        }

        Roff verbatim(List<String> lines) {
            paragraph().line(".RS 4").line(".nf");
            lines.forEach(line -> line(guard(escape(line.replaceFirst("^  ", "")))));
            return line(".fi").line(".RE");
        }

        @Override
        public String toString() {
            return page.toString();
        }

        private static String marked(String text) {
            StringBuilder marked = new StringBuilder();
            Matcher mark = MARK.matcher(text);
            int end = 0;
            while (mark.find()) {
                marked.append(escape(text.substring(end, mark.start())));
                marked.append(
                        mark.group(1) != null
                                ? "\\fB" + escape(mark.group(1)) + "\\fR"
                                : mark.group(2) != null
                                        ? "\\fB" + marked(mark.group(2)) + "\\fR"
                                        : mark.group(3) != null
                                                ? "\\fI" + escape(mark.group(3)) + "\\fR"
                                                : mark.group(4) != null
                                                        ? marked(mark.group(4))
                                                        : escape(mark.group(5)));
                end = mark.end();
            }
            return marked.append(escape(text.substring(end))).toString();
        }

        static String escape(String text) {
            return text.replace("\\", "\\e")
                    .replace("-", "\\-")
                    .replace("~", "\\(ti")
                    .replace("^", "\\(ha")
                    .replace("`", "\\(ga")
                    .replace("'", "\\(aq");
        }

        /** A line that begins like this would be a command. */
        private static String guard(String line) {
            return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
        }
    }
}
