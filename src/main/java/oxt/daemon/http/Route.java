package oxt.daemon.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.api.CallerRole;
import oxt.api.Shape;

/**
 * One thing that can be asked of the API.
 *
 * @param path with names in braces: {@code /v1/vms/{name}/start}
 * @param summary one line for the OpenAPI document
 * @param least the role without which it is denied
 */
record Route(
        Method method,
        String path,
        String summary,
        List<Query> query,
        Body body,
        Reply reply,
        Answering answering,
        CallerRole least) {

    Route {
        query = List.copyOf(query);
    }

    /** Who looks may view; whoever changes something administers, where it does not say less. */
    Route(
            Method method,
            String path,
            String summary,
            List<Query> query,
            Body body,
            Reply reply,
            Answering answering) {
        this(
                method,
                path,
                summary,
                query,
                body,
                reply,
                answering,
                method == Method.GET ? CallerRole.VIEW : CallerRole.ADMINISTER);
    }

    /** The same for whoever has at least this role. */
    Route forRole(CallerRole role) {
        return new Route(method, path, summary, query, body, reply, answering, role);
    }

    enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** A parameter behind the question mark. */
    enum Query {
        PLAN("plan", "only: show the plan and do nothing", "only"),
        WAIT("wait-millis", "how long to wait for the end, 0 to 30000", "[0-9]{1,5}"),
        PATIENCE("patience-seconds", "how long the guest may take, 1 to 3600", "[0-9]{1,4}"),
        GENERATION("generation", "that the change was made from", "[0-9]{1,18}"),
        NAME("name", "of the new VM, instead of the old one", "[a-z][a-z0-9-]{0,31}"),
        FORMAT("format", "raw, qcow2, vhd, vmdk or ova; by content without", "[a-z0-9]{1,8}"),
        IF_IT_RUNS("if-it-runs", "kill: end what the VM does now", "kill"),
        AFTER("after", "the number of the last one seen", "[0-9]{1,18}"),
        ROWS("rows", "of the terminal, 1 to 1000", "[0-9]{1,4}"),
        COLUMNS("columns", "of the terminal, 1 to 1000", "[0-9]{1,4}"),
        END("end", "yes: nothing comes after this", "yes"),
        INSTEAD("instead", "OLD=NEW: what the next boot says instead", "[^=]{1,200}=.{0,200}"),
        GENERATE("generate", "make a secret of so many bytes, 16 to 4096", "[0-9]{2,4}"),
        REGISTERS(
                "registers",
                "numbers with commas; all that say what runs without",
                "([0-9]|1[0-9]|2[0-3])(,([0-9]|1[0-9]|2[0-3])){0,23}"),
        NO_OLDER("no-older-than-millis", "take a kept one of at most this age", "[0-9]{1,7}"),
        LOCK_AFTER(
                "lock-after-seconds",
                "lock the seat after so long without input, 0 to 86400; 0 is never",
                "[0-9]{1,5}"),
        FOLLOW("follow", "no: end with what there is by now", "no");

        private final String word;
        private final String description;
        private final String pattern;

        Query(String word, String description, String pattern) {
            this.word = word;
            this.description = description;
            this.pattern = pattern;
        }

        String word() {
            return word;
        }

        String description() {
            return description;
        }

        String pattern() {
            return pattern;
        }
    }

    /** What a request carries. */
    sealed interface Body {
        record None() implements Body {}

        record Document(Shape<?> shape) implements Body {}

        /** Bytes as they are. */
        record Raw() implements Body {}

        /** A file, as large as the disk has room for, read as it comes. */
        record Upload() implements Body {}
    }

    /** What is answered where nothing is wrong. */
    sealed interface Reply {
        record Document(Shape<?> shape) implements Reply {}

        /** A JSON document of a shape that is described elsewhere. */
        record OtherDocument(String description) implements Reply {}

        /** Bytes of one media type, all at once or as they come. */
        record Raw(String mediaType) implements Reply {}

        record Nothing() implements Reply {}

        /** A WebSocket (RFC 6455), of binary messages. */
        record Talk() implements Reply {}
    }

    /** What does it; it may throw a {@link oxt.model.ProblemException}. */
    @FunctionalInterface
    interface Answering {
        Answer answer(Call call) throws Exception;
    }

    /** The values of the names in the path, or nothing where the path is another. */
    Optional<Map<String, String>> match(List<String> words) {
        List<String> pattern = words(path);
        if (pattern.size() != words.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int index = 0; index < pattern.size(); index++) {
            String part = pattern.get(index);
            if (part.startsWith("{") && !words.get(index).isEmpty()) {
                values.put(part.substring(1, part.length() - 1), words.get(index));
            } else if (!part.equals(words.get(index))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    static List<String> words(String path) {
        List<String> words = new ArrayList<>(List.of(path.split("/", -1)));
        words.removeFirst();
        return words;
    }
}
