package oxt.api;

import java.util.List;
import java.util.random.RandomGenerator;

/** Documents with something wrong in them. */
final class Damage {
    private static final List<String> WORDS =
            List.of(
                    "name",
                    "disks",
                    "nics",
                    "boot",
                    "on",
                    "off",
                    "true",
                    "null",
                    "~",
                    "5",
                    "1GiB",
                    "-",
                    ":",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    "\"",
                    "'",
                    "#",
                    "&a",
                    "*a",
                    "!!str",
                    "|",
                    ">",
                    "---",
                    "\n",
                    "\n  ",
                    "\t",
                    "é",
                    "\u0000",
                    "\ud800",
                    "😀",
                    "-1",
                    "1e999",
                    "0x1F",
                    "? ",
                    "<<: ",
                    "%YAML 1.2\n",
                    "firmware: bios",
                    "10.0.0.0/8",
                    "\\");
    private static final List<String> PARTS =
            List.of("[]", "{}", "5", "true", "null", "on", "{a: 1}", "1GiB", "[{name: a}]");

    private Damage() {}

    static String text(RandomGenerator random, String text) {
        StringBuilder damaged = new StringBuilder(text);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(damaged.length() + 1);
            int end = Math.min(damaged.length(), at + random.nextInt(8));
            switch (random.nextInt(4)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, one(random, WORDS));
                case 2 -> damaged.replace(at, end, one(random, WORDS));
                default -> damaged.insert(at, damaged.substring(at, end));
            }
        }
        return damaged.toString();
    }

    /** Some parts replaced by others, some keys renamed, some left out. */
    static Node node(RandomGenerator random, Node node) {
        if (random.nextInt(16) == 0) {
            return Yaml.read(one(random, PARTS)).orThrow();
        }
        return switch (node) {
            case Node.Text _, Node.Number _, Node.Truth _, Node.Null _ -> node;
            case Node.Sequence(var items, _) ->
                    Node.sequence(items.stream().map(item -> node(random, item)).toList());
            case Node.Mapping(var entries, _) -> {
                Node.Mapping mapping = Node.mapping();
                for (Node.Entry entry : entries) {
                    if (random.nextInt(30) > 0) {
                        String key = random.nextInt(30) == 0 ? entry.key() + "x" : entry.key();
                        mapping = mapping.with(key, node(random, entry.value()));
                    }
                }
                yield mapping;
            }
        };
    }

    static <T> T one(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
