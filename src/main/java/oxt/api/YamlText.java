package oxt.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes nodes as YAML for people. */
final class YamlText {
    private YamlText() {}

    static String of(Node node) {
        DumpSettings settings =
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setSchema(new CoreSchema())
                        .setIndent(2)
                        .setIndicatorIndent(2)
                        .setIndentWithIndicator(true)
                        .setSplitLines(false)
                        .build();
        return new Dump(settings).dumpToString(plain(node));
    }

    /** What the library writes: maps, lists and plain values. */
    private static @Nullable Object plain(Node node) {
        return switch (node) {
            case Node.Text(var text, _) -> text;
            case Node.Number(var text, _) ->
                    Numbers.isPlain(text) ? new BigInteger(text) : new BigDecimal(text);
            case Node.Truth(var value, _) -> value;
            case Node.Null _ -> null;
            case Node.Sequence(var items, _) -> list(items);
            case Node.Mapping(var entries, _) -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                entries.forEach(entry -> map.put(entry.key(), plain(entry.value())));
                yield map;
            }
        };
    }

    private static List<@Nullable Object> list(List<Node> items) {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(item -> list.add(plain(item)));
        return list;
    }
}
