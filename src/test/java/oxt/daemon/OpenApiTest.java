package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.golden.Golden;

/** The OpenAPI document is made of the routes, so it can say nothing else than what there is. */
class OpenApiTest {
    @TempDir Path folder = Path.of("");

    @Test
    void the_published_document_is_the_one_that_the_daemon_serves() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            Node document = daemon.client().get("/v1/openapi.json").json();
            Golden.checkPage("docs/reference/openapi.json", Json.writePretty(document));
        }
    }

    @Test
    void every_path_and_method_of_the_document_is_served() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            TestClient client = daemon.client();
            Node.Mapping document = (Node.Mapping) client.get("/v1/openapi.json").json();
            Node.Mapping paths = (Node.Mapping) document.find("paths").orElseThrow();
            int operations = 0;
            for (Node.Entry path : paths.entries()) {
                String asked = path.key().replace("{name}", "nobody").replace("{id}", "none");
                if (asked.equals("/v1/events")) {
                    continue; // a stream without an end
                }
                for (Node.Entry method : ((Node.Mapping) path.value()).entries()) {
                    String word = method.key().toUpperCase(Locale.ROOT);
                    String reply = client.send(word, asked, "").body();
                    assertFalse(reply.contains("no-such-path"), word + " " + asked);
                    assertFalse(reply.contains("method-not-here"), word + " " + asked);
                    operations++;
                }
            }
            assertEquals(64, operations);
        }
    }

    @Test
    void every_schema_that_is_pointed_to_is_there() {
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            String text = daemon.client().get("/v1/openapi.json").body();
            Node.Mapping document = (Node.Mapping) Json.read(text, Bounds.REPLY).orThrow();
            Node.Mapping components = (Node.Mapping) document.find("components").orElseThrow();
            Node.Mapping schemas = (Node.Mapping) components.find("schemas").orElseThrow();
            Set<String> wanted = new TreeSet<>();
            Pattern.compile("#/components/schemas/(\\w+)")
                    .matcher(text)
                    .results()
                    .forEach(found -> wanted.add(found.group(1)));
            List<String> there = schemas.entries().stream().map(Node.Entry::key).toList();
            wanted.removeAll(there);
            assertEquals(Set.of(), wanted);
        }
    }
}
