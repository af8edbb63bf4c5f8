package oxt.daemon.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import oxt.api.Definitions;
import oxt.api.Node;
import oxt.api.ProblemDocument;
import oxt.model.Place;

/** The OpenAPI 3.1 document of the routes. */
final class OpenApi {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    private final Definitions definitions = new Definitions("#/components/schemas/");

    private OpenApi() {}

    static Node of(List<Route> routes) {
        return new OpenApi().document(routes);
    }

    private Node document(List<Route> routes) {
        Map<String, List<Node.Entry>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path(), _ -> new ArrayList<>())
                    .add(
                            Node.entry(
                                    route.method().name().toLowerCase(Locale.ROOT),
                                    operation(route)));
        }
        List<Node.Entry> entries = new ArrayList<>();
        paths.forEach((path, operations) -> entries.add(Node.entry(path, mapping(operations))));
        return Node.mapping(
                Node.entry("openapi", "3.1.0"),
                Node.entry(
                        "info",
                        Node.mapping(
                                Node.entry("title", "oxt"),
                                Node.entry("version", "1"),
                                Node.entry(
                                        "description",
                                        "HTTP and JSON over the Unix socket of oxtd. Root, the"
                                                + " daemon's user and the group oxt may call."))),
                Node.entry("paths", mapping(entries)),
                Node.entry("components", Node.mapping(Node.entry("schemas", definitions.all()))));
    }

    private Node operation(Route route) {
        List<Node.Entry> operation = new ArrayList<>();
        operation.add(Node.entry("summary", route.summary()));
        operation.add(Node.entry("x-oxt-role", route.least().word()));
        List<Node> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.add(Node.entry("parameters", Node.sequence(parameters)));
        }
        switch (route.body()) {
            case Route.Body.None _ -> {}
            case Route.Body.Document(var shape) ->
                    operation.add(body("application/json", shape.schema(definitions)));
            case Route.Body.Raw _, Route.Body.Upload _ ->
                    operation.add(body("application/octet-stream", Node.mapping()));
        }
        operation.add(Node.entry("responses", responses(route)));
        return mapping(operation);
    }

    private static Node.Entry body(String mediaType, Node schema) {
        return Node.entry(
                "requestBody",
                Node.mapping(
                        Node.entry("required", new Node.Truth(true, Place.NOWHERE)),
                        Node.entry("content", content(mediaType, schema))));
    }

    private static List<Node> parameters(Route route) {
        List<Node> parameters = new ArrayList<>();
        NAME.matcher(route.path())
                .results()
                .forEach(
                        found ->
                                parameters.add(
                                        Node.mapping(
                                                Node.entry("name", found.group(1)),
                                                Node.entry("in", "path"),
                                                Node.entry(
                                                        "required",
                                                        new Node.Truth(true, Place.NOWHERE)),
                                                Node.entry("schema", text(".+")))));
        for (Route.Query query : route.query()) {
            parameters.add(
                    Node.mapping(
                            Node.entry("name", query.word()),
                            Node.entry("in", "query"),
                            Node.entry("description", query.description()),
                            Node.entry("schema", text(query.pattern()))));
        }
        return parameters;
    }

    private Node responses(Route route) {
        List<Node.Entry> responses = new ArrayList<>();
        boolean isTask =
                route.reply() instanceof Route.Reply.Document(var shape)
                        && shape == oxt.api.TaskReply.SHAPE;
        switch (route.reply()) {
            case Route.Reply.Document(var shape) -> {
                Node content = content("application/json", shape.schema(definitions));
                responses.add(
                        response("200", isTask ? "It has ended, or is shown." : "OK.", content));
                if (isTask && route.method() != Route.Method.GET) {
                    responses.add(response("202", "It goes on.", content));
                }
            }
            case Route.Reply.OtherDocument(var description) ->
                    responses.add(
                            response(
                                    "200",
                                    description,
                                    content("application/json", Node.mapping())));
            case Route.Reply.Raw(var mediaType) ->
                    responses.add(response("200", "OK.", content(mediaType, Node.mapping())));
            case Route.Reply.Talk() ->
                    responses.add(
                            Node.entry(
                                    "101",
                                    Node.mapping(
                                            Node.entry(
                                                    "description",
                                                    "A WebSocket (RFC 6455) of binary"
                                                            + " messages."))));
            case Route.Reply.Nothing _ ->
                    responses.add(
                            Node.entry("204", Node.mapping(Node.entry("description", "Done."))));
        }
        responses.add(
                response(
                        "default",
                        "What is wrong: 400 invalid, 403 denied, 404 missing, 409 conflict, 500 bug,"
                                + " 502 failed outside.",
                        content("application/json", ProblemDocument.LIST.schema(definitions))));
        return mapping(responses);
    }

    private static Node.Entry response(String status, String description, Node content) {
        return Node.entry(
                status,
                Node.mapping(
                        Node.entry("description", description), Node.entry("content", content)));
    }

    private static Node content(String mediaType, Node schema) {
        return Node.mapping(Node.entry(mediaType, Node.mapping(Node.entry("schema", schema))));
    }

    private static Node text(String pattern) {
        return Node.mapping(
                Node.entry("type", "string"), Node.entry("pattern", "^(?:" + pattern + ")$"));
    }

    private static Node.Mapping mapping(List<Node.Entry> entries) {
        return new Node.Mapping(entries, Place.NOWHERE);
    }
}
