import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the reports of all test runs, prints each skip with its reason and each failure, and ends
 * with one line that counts them.
 *
 * <p>Use: {@code java CountTests.java FOLDER...}; a folder that is not there holds no test. The
 * exit code is 0 if at least one test ran and none failed.
 */
final class CountTests {
    private int passed;
    private final List<String> skipped = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    private CountTests() {}

    public static void main(String[] folders) throws IOException, XMLStreamException {
        var count = new CountTests();
        for (String folder : folders) {
            count.readFolder(Path.of(folder));
        }
        System.exit(count.print());
    }

    private void readFolder(Path folder) throws IOException, XMLStreamException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var reports = Files.newDirectoryStream(folder, "TEST-*.xml")) {
            for (Path report : reports) {
                readReport(report);
            }
        }
    }

    private void readReport(Path report) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, Boolean.FALSE);
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("testcase")) {
                    readTest(xml);
                }
            }
        }
    }

    /** One test; what is inside its element says how it ended, and nothing inside is success. */
    private void readTest(XMLStreamReader xml) throws XMLStreamException {
        String name = xml.getAttributeValue(null, "classname") + ": ";
        name += xml.getAttributeValue(null, "name");
        while (true) {
            int event = xml.next();
            if (event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("testcase")) {
                passed++;
                return;
            }
            if (event != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "skipped" -> {
                    skipped.add(name + ": " + reason(xml));
                    return;
                }
                case "failure", "error" -> {
                    String message = message(xml);
                    failed.add(name + ": " + (message.isEmpty() ? "no message" : message));
                    return;
                }
                default -> {} // what the test printed
            }
        }
    }

    private static String message(XMLStreamReader xml) {
        String message = xml.getAttributeValue(null, "message");
        return message == null ? "" : message.strip();
    }

    /** The message, or the first line of the assumption that did not hold. */
    private static String reason(XMLStreamReader xml) throws XMLStreamException {
        String message = message(xml);
        return message.isEmpty()
                ? xml.getElementText()
                        .strip()
                        .lines()
                        .findFirst()
                        .orElse("no reason given")
                        .replaceFirst("^[a-zA-Z0-9_.]+: (Assumption failed: )?", "")
                : message;
    }

    private int print() {
        skipped.forEach(test -> System.out.println("skipped  " + test));
        failed.forEach(test -> System.out.println("failed   " + test));
        if (passed + failed.size() == 0) {
            System.out.println("No test ran.");
        }
        System.out.printf(
                "%d passed, %d failed, %d skipped%n", passed, failed.size(), skipped.size());
        return failed.isEmpty() && passed > 0 ? 0 : 1;
    }
}
