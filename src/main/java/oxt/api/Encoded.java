package oxt.api;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import oxt.trust.Bytes;

/** Bytes as documents write them: few in hexadecimal digits, many in base64. */
final class Encoded {
    private Encoded() {}

    /**
     * In lower case.
     *
     * @param least and {@code most}: of bytes
     */
    static ScalarShape<Bytes> hex(int least, int most) {
        Pattern pattern = Pattern.compile("([0-9a-f]{2}){" + least + "," + most + "}");
        return Scalars.pattern(
                (least == most ? least : least + " to " + most)
                        + " bytes in hexadecimal digits, in lower case",
                pattern,
                text ->
                        text.length() >= 2 * least && text.length() <= 2 * most && isHex(text)
                                ? Optional.of(Bytes.of(HexFormat.of().parseHex(text)))
                                : Optional.empty());
    }

    /** Without a pattern, which would take longer than reading. */
    private static boolean isHex(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return text.length() % 2 == 0;
    }

    /** RFC 4648, with its padding and without line breaks. */
    static ScalarShape<Bytes> base64(int most) {
        return new ScalarShape<>(
                "at most " + most + " bytes in base64",
                Node.mapping(Node.entry("type", "string"), Node.entry("contentEncoding", "base64")),
                node -> parsed(node, most),
                bytes -> Node.text(Base64.getEncoder().encodeToString(bytes.toArray())));
    }

    private static ScalarShape.Parsed<Bytes> parsed(Node node, int most) {
        String remedy = "Write at most " + most + " bytes in base64.";
        if (!(node instanceof Node.Text(var text, _))) {
            return new ScalarShape.Parsed.IsNot<>("wrong-type", remedy);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length <= most
                    ? new ScalarShape.Parsed.Is<>(Bytes.of(bytes))
                    : new ScalarShape.Parsed.IsNot<>("out-of-range", remedy);
        } catch (IllegalArgumentException _) {
            return new ScalarShape.Parsed.IsNot<>("invalid-value", remedy);
        }
    }
}
