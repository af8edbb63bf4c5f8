package oxt.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import oxt.model.Problem;
import oxt.model.Reading;

/**
 * YAML 1.2 with the core schema, as people write VM documents; JSON is read as well.
 *
 * <p>One document, no anchors, aliases or tags of one's own: what one reads is what is written.
 */
public final class Yaml {
    private Yaml() {}

    /** Each node's place is its line and column. */
    public static Reading<Node> read(String text) {
        return text.length() > Bounds.DOCUMENT.characters()
                ? Reading.bad(Bounds.DOCUMENT.tooLarge())
                : new YamlEvents(text, Bounds.DOCUMENT.depth()).read();
    }

    /** Of a file's bytes, in UTF-8. */
    public static Reading<Node> read(byte[] file) {
        try {
            return read(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString());
        } catch (CharacterCodingException _) {
            return Reading.bad(
                    new Problem.Invalid(
                            "not-utf-8",
                            "The document is not UTF-8 text.",
                            "Save it as UTF-8, then try again."));
        }
    }

    /** In block style, with a last newline. */
    public static String write(Node node) {
        return YamlText.of(node);
    }
}
