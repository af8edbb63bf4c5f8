package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.model.Place;

class JsonTest {

    @Test
    void every_value_has_its_pointer() {
        Node node = read("{\"a/b\": [1, {\"~\": true}], \"c\": null}");
        assertEquals(Node.withPointers(node, Place.Pointer.ROOT), node);
        Node.Sequence list = (Node.Sequence) ((Node.Mapping) node).entries().getFirst().value();
        Node.Mapping inner = (Node.Mapping) list.items().get(1);
        assertEquals("/a~1b/1/~0", inner.entries().getFirst().value().place().toString());
        assertEquals(
                inner.entries().getFirst().value().place(),
                Place.Pointer.parse("/a~1b/1/~0").orElseThrow());
    }

    @Test
    void numbers_are_exact() {
        String numbers = "[18446744073709551615,-9223372036854775809,0.1,1E+400,-0]";
        assertEquals(
                "[18446744073709551615,-9223372036854775809,0.1,1E+400,0]",
                Json.write(read(numbers)));
    }

    @Test
    void what_is_not_strict_json_is_refused_with_its_place() {
        StringBuilder all = new StringBuilder();
        for (String document : BAD) {
            all.append("--- ").append(document.replace("\n", "\n    ")).append("\n");
            all.append(Written.of(Json.read(document, Bounds.REQUEST)));
        }
        Golden.check("json-refusals.txt", all.toString());
    }

    private static final List<String> BAD =
            List.of(
                    "",
                    "{\"a\":1,\n \"b\":2,\n \"a\":3, \"b\": 4}",
                    "{\"a\":1} {}",
                    "{\"a\":1}]",
                    "{a:1}",
                    "{'a':1}",
                    "[1,]",
                    "[01]",
                    "[NaN]",
                    "[1, 2\n, 3",
                    "[True]",
                    "[\"\u0001\"]",
                    "// no\n[]",
                    "[\"\\x\"]",
                    "[".repeat(40) + "]".repeat(40));

    private static Node read(String text) {
        return Json.read(text, Bounds.REQUEST).orThrow();
    }
}
