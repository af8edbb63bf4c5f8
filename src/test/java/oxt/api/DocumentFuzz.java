package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.Vm;
import oxt.model.VmId;

/** VM documents, in YAML and JSON, and changes to them, by whoever may write to the daemon. */
public final class DocumentFuzz {
    private static final VmId ID = new VmId(new UUID(1, 2));

    /** The longest sentence that makes a problem; what is quoted in it is cut. */
    private static final int LONGEST_SENTENCE = 2_000;

    private static final Node.Mapping DOCUMENT =
            VmDocument.write(VmDocumentTest.good(VmDocumentTest.GOOD.getFirst()));

    private static final List<Shape<?>> REPLIES =
            List.of(TaskReply.SHAPE, ProblemDocument.LIST, VmReply.SHAPE, EventReply.SHAPE);

    private DocumentFuzz() {}

    /** A YAML file. */
    public static void yaml(byte[] bytes) {
        Reading<Node> reading = Yaml.read(bytes);
        check(reading);
        if (reading instanceof Reading.Good<Node>(var node)) {
            assertEquals(plain(node), plain(Yaml.read(Yaml.write(node)).orThrow()), "YAML again");
        }
    }

    /** A JSON text, as the API gets it and files have it. */
    public static void json(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Reading<Node> reading = Json.read(text, Bounds.DOCUMENT);
        check(reading);
        if (reading instanceof Reading.Good<Node>(var node)) {
            String written = Json.write(node);
            assertEquals(node, Json.read(written, Bounds.REPLY).orThrow(), "JSON again");
            for (Shape<?> reply : REPLIES) {
                refusedProperly(reply.read(node));
            }
        }
    }

    /** A line each, the first few: settings as {@code oxt vm set} has them. */
    public static void change(byte[] bytes) {
        List<SettingChange> changes = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", 5)) {
            if (SettingChange.parse(line) instanceof Reading.Good<SettingChange>(var change)) {
                changes.add(change);
            }
        }
        Reading<Node.Mapping> changed = VmDocument.change(DOCUMENT, changes);
        refusedProperly(changed);
        if (changed instanceof Reading.Good<Node.Mapping>(var node)) {
            refusedProperly(VmDocument.read(node, ID));
        }
    }

    /** The VM that a document describes is written as the same VM, in both languages. */
    private static void check(Reading<Node> document) {
        Reading<Vm> reading = document.then(node -> VmDocument.read(node, ID));
        refusedProperly(reading);
        if (reading instanceof Reading.Good<Vm>(var vm)) {
            Node written = VmDocument.write(vm);
            assertEquals(vm, VmDocument.read(written, ID).orThrow(), "the document written");
            assertEquals(vm, read(Yaml.read(Yaml.write(written))), "written as YAML");
            assertEquals(
                    vm, read(Json.read(Json.write(written), Bounds.DOCUMENT)), "written as JSON");
        }
    }

    private static Vm read(Reading<Node> document) {
        return document.then(node -> VmDocument.read(node, ID)).orThrow();
    }

    private static void refusedProperly(Reading<?> reading) {
        if (reading instanceof Reading.Bad<?>(var problems)) {
            assertTrue(problems.size() <= 101, "too many problems: " + problems.size());
            for (Problem problem : problems) {
                assertInstanceOf(Problem.Invalid.class, problem);
                assertFalse(problem.what().isBlank());
                assertTrue(problem.what().length() < LONGEST_SENTENCE, problem.what());
                assertTrue(problem.remedy().length() < LONGEST_SENTENCE, problem.remedy());
            }
        }
    }

    /** Without places. */
    private static String plain(Node node) {
        return Json.write(node);
    }
}
