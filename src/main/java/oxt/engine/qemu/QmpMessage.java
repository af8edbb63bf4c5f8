package oxt.engine.qemu;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/** One line that QEMU's monitor sent, by what it is (QEMU's docs/interop/qmp-spec). */
sealed interface QmpMessage {

    /** The first line of a connection. */
    record Greeting(String version) implements QmpMessage {}

    record Answer(long id, JsonElement value) implements QmpMessage {}

    record Refusal(long id, String description) implements QmpMessage {}

    /** Something happened in the VM. */
    record Event(String name) implements QmpMessage {}

    /** None of these. */
    record Garbage() implements QmpMessage {}

    static QmpMessage parse(String line) {
        return object(line).flatMap(QmpMessage::read).orElseGet(Garbage::new);
    }

    private static Optional<JsonObject> object(String line) {
        try {
            JsonReader reader = new JsonReader(new StringReader(line));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            boolean whole = reader.peek() == JsonToken.END_DOCUMENT;
            return whole && element instanceof JsonObject object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException | JsonParseException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<QmpMessage> read(JsonObject object) {
        if (object.get("QMP") instanceof JsonObject greeting) {
            return Optional.of(new Greeting(version(greeting)));
        }
        if (object.has("event")) {
            return text(object, "event").map(Event::new);
        }
        if (object.has("return")) {
            return id(object).map(id -> new Answer(id, object.get("return")));
        }
        if (object.get("error") instanceof JsonObject error) {
            return id(object).map(id -> new Refusal(id, text(error, "desc").orElse("no reason")));
        }
        return Optional.empty();
    }

    private static String version(JsonObject greeting) {
        return greeting.get("version") instanceof JsonObject version
                        && version.get("qemu") instanceof JsonObject qemu
                ? qemu.get("major") + "." + qemu.get("minor") + "." + qemu.get("micro")
                : "unknown";
    }

    private static Optional<String> text(JsonObject object, String key) {
        return object.get(key) instanceof JsonPrimitive value && value.isString()
                ? Optional.of(value.getAsString())
                : Optional.empty();
    }

    private static Optional<Long> id(JsonObject object) {
        try {
            return object.get("id") instanceof JsonPrimitive value && value.isNumber()
                    ? Optional.of(value.getAsLong())
                    : Optional.empty();
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }
}
