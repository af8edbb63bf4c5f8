package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.model.Reading;

class YamlTest {

    @Test
    void words_of_yaml_1_1_are_texts_and_numbers_are_exact() {
        assertEquals(
                """
                {"a":"on","b":"off","c":"yes","d":true,"e":null,"f":12345678901234567890123,\
                "g":"02:00:00:00:00:10","h":31,"i":8,"j":"0777x","k":1.50,"l":"123","m":"123"}""",
                json(
                        """
                        a: on
                        b: off
                        c: yes
                        d: true
                        e:
                        f: 12345678901234567890123
                        g: 02:00:00:00:00:10
                        h: 0x1F
                        i: 0o10
                        j: 0777x
                        k: 1.50
                        l: "123"
                        m: !!str 123
                        """));
    }

    @Test
    void a_json_document_is_read_with_line_and_column() {
        String document =
                """
                {
                \t"name":"work","memory": "512MiB",
                \t"nics": [ {"name":"lan", "backend":"net"} ],
                \t"text": "a\\/b \\u00e9 \\ud83d\\ude00 \\"q\\" \\t", "n": [1, -2.5e3, true, null, {}]
                }
                """;
        Node node = Yaml.read(document).orThrow();
        Node.Mapping mapping = assertInstanceOf(Node.Mapping.class, node);
        assertEquals("line 2, column 16", mapping.entries().get(1).place().toString());
        assertEquals(
                Json.write(Json.read(document, Bounds.REQUEST).orThrow()), Json.write(mapping));
    }

    @Test
    void what_is_not_plain_yaml_is_refused_with_its_place() {
        StringBuilder all = new StringBuilder();
        for (String document : BAD) {
            all.append("--- ").append(document.replace("\n", "\n    ")).append("\n");
            all.append(Written.of(Yaml.read(document)));
        }
        Golden.check("yaml-refusals.txt", all.toString());
    }

    private static final List<String> BAD =
            List.of(
                    "",
                    "# nothing\n",
                    "a: 1\nb: 2\na: 3\nb: 4",
                    "a: &x 1\nb: *x",
                    "a: [1, 2",
                    "a: b: c",
                    "a: 1\n---\nb: 2",
                    "a: !!java.io.File x",
                    "a: !env y",
                    "? [a, b]\n: c",
                    "a: .inf",
                    "a: \u0007",
                    "\ta: 1",
                    "a: " + "[".repeat(33) + "]".repeat(33),
                    "a: 1e99999999999");

    @Test
    void what_is_too_large_is_refused() {
        assertTrue(Written.of(Yaml.read("#".repeat(1 << 18) + "\n")).contains("too-large"));
        assertTrue(Written.of(Yaml.read("a: " + "1".repeat(401))).contains("number-too-large"));
        assertTrue(Written.of(Yaml.read("[".repeat(100_000))).contains("too-deep"));
    }

    @Test
    void what_the_library_says_is_cut_and_what_it_does_not_expect_is_refused() {
        String quoted = Written.of(Yaml.read("!" + "h".repeat(3_000) + "!x a"));
        assertTrue(quoted.contains("yaml-syntax") && quoted.length() < 400, quoted);
        assertTrue(Written.of(Yaml.read("\"\\UFFFFFFFF\"")).contains("yaml-syntax"));
        assertTrue(Written.of(Yaml.read("0x" + "f".repeat(390))).contains("number-too-large"));
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused() {
        assertTrue(
                Written.of(Yaml.read("name: é".getBytes(StandardCharsets.ISO_8859_1)))
                        .contains("not-utf-8"));
    }

    @Test
    void what_is_written_is_read_again() {
        String document =
                """
                {"a":"on","b":"true","c":true,"d":"123","e":123,"f":["x",{"y":"z w","g":"null"}],\
                "h":{},"i":[],"j":"","k":"a: b # c","l":"line\\nline","m":1.5,"n":"é\\u0007"}""";
        Node node = Json.read(document, Bounds.REQUEST).orThrow();
        String yaml = Yaml.write(node);
        assertEquals(Json.write(node), json(yaml), yaml);
    }

    private static String json(String yaml) {
        return switch (Yaml.read(yaml)) {
            case Reading.Good<Node>(var node) -> Json.write(node);
            case Reading.Bad<Node> bad -> Written.of(bad);
        };
    }
}
