package oxt.host.diskfile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import oxt.model.Problem;
import oxt.model.Reading;

/** What speaks against a file, all of it. */
final class Objections {
    /** A hostile file could have one in each of a million entries. */
    private static final int MOST = 20;

    private static final int LONGEST_QUOTE = 60;

    private final List<Problem> problems = new ArrayList<>();

    void refuse(String code, String what, String remedy) {
        if (problems.size() < MOST) {
            problems.add(new Problem.Invalid(code, what, remedy));
        }
    }

    /** The header contradicts itself, the file, or what the format allows. */
    void damaged(String format, String why) {
        refuse(
                "image-damaged",
                "The file is no " + format + " image that can be read: " + why + ".",
                "Fetch or make it again; see what the maker says: qemu-img check FILE");
    }

    boolean isNone() {
        return problems.isEmpty();
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    <T> Reading<T> or(Supplier<T> value) {
        return isNone() ? Reading.good(value.get()) : new Reading.Bad<>(problems);
    }

    /** What a file says, harmless in a terminal and a log. */
    static String quoted(String text) {
        String shown =
                text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
        return shown.replaceAll("[^ -~]", "?");
    }
}
