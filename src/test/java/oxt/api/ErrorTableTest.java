package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.model.Problem;

class ErrorTableTest {
    private static final List<Problem> KINDS =
            List.of(
                    new Problem.Invalid("a", "b", "c"),
                    new Problem.Missing("a", "b", "c"),
                    new Problem.Failed("a", "b", "c"),
                    new Problem.Bug("a", "b", "c"),
                    new Problem.Conflict("a", "b", "c"),
                    new Problem.Denied("a", "b", "c"));
    private static final List<String> MEANINGS =
            List.of(
                    "The request makes no sense.",
                    "There is no such thing.",
                    "Something outside did not do its part.",
                    "oxt is wrong: report it.",
                    "The present state forbids it.",
                    "A rule forbids it.");

    @Test
    void each_kind_of_problem_has_an_exit_code_of_its_own() {
        assertEquals(6, KINDS.stream().map(ErrorTable::exit).distinct().count());
        assertEquals(6, KINDS.stream().map(ErrorTable::httpStatus).distinct().count());
    }

    @Test
    void every_problem_code_is_listed() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Problems

                        <!-- Written by ErrorTableTest from the code; change the code, then run ./check --golden. -->

                        Every refusal and failure says what is the case and what to do, and has a code
                        that does not change. Where there are several, the first decides the exit code
                        and the HTTP status.

                        | kind | means | exit code | HTTP status |
                        |---|---|--:|--:|
                        """);
        for (int index = 0; index < KINDS.size(); index++) {
            Problem kind = KINDS.get(index);
            page.append("| ").append(kind.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            page.append(" | ").append(MEANINGS.get(index));
            page.append(" | ").append(ErrorTable.exit(kind));
            page.append(" | ").append(ErrorTable.httpStatus(kind)).append(" |\n");
        }
        page.append("\n## Codes\n\n| code | kind | what it says |\n|---|---|---|\n");
        ProblemCalls.all()
                .forEach(
                        (code, call) -> {
                            page.append("| `").append(code).append("` | ").append(call.kind());
                            page.append(" | ").append(call.what().replace("|", "\\|"));
                            page.append(" |\n");
                        });
        Golden.checkPage("docs/reference/problems.md", page.toString());
    }
}
