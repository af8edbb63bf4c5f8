package oxt.host.diskfile;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Which files of an OVA archive are its disks (DMTF DSP0243, Open Virtualization Format).
 *
 * <p>Of all that the description says only that is read: the names of the disks' files.
 */
final class OvfDescriptor {
    /** A machine with dozens of devices takes some 50 KiB. */
    static final int LARGEST = 1 << 20;

    private static final int MOST_FILES = 256;

    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> disks = new ArrayList<>();
    private final Objections objections;

    private OvfDescriptor(Objections objections) {
        this.objections = objections;
    }

    /** The names of the disks' files, in order; what speaks against the description is added. */
    static List<String> disks(byte[] xml, Objections objections) {
        OvfDescriptor descriptor = new OvfDescriptor(objections);
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLReporter((_, _, _, _) -> {});
        factory.setXMLResolver(
                (_, _, _, _) -> {
                    throw new XMLStreamException("nothing outside is read");
                });
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
            descriptor.read(factory.createXMLStreamReader(new StringReader(text)));
        } catch (XMLStreamException | CharacterCodingException broken) {
            descriptor.damaged("it is no XML in UTF-8, or names something outside");
        }
        return descriptor.references();
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                damaged("it brings a document type of its own");
                return;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                element(xml);
            }
            if (files.size() > MOST_FILES || disks.size() > MOST_FILES) {
                damaged("it names more than " + MOST_FILES + " files");
                return;
            }
        }
    }

    private void element(XMLStreamReader xml) {
        switch (xml.getLocalName()) {
            case "File" -> file(xml);
            case "Disk" -> {
                String reference = attribute(xml, "fileRef");
                // A disk without a file is an empty one, which carries nothing to import.
                if (!reference.isEmpty()) {
                    disks.add(reference);
                }
                if (!attribute(xml, "parentRef").isEmpty()) {
                    objections.refuse(
                            "image-has-parent",
                            "The OVF description has a disk that holds only what differs from"
                                    + " another.",
                            "Export it again without snapshots.");
                }
            }
            default -> {}
        }
    }

    private void file(XMLStreamReader xml) {
        String href = attribute(xml, "href");
        boolean packed =
                !attribute(xml, "chunkSize").isEmpty()
                        || !List.of("", "identity").contains(attribute(xml, "compression"));
        if (packed) {
            objections.refuse(
                    "image-kind-not-read",
                    "The OVF description has file "
                            + Objections.quoted(href)
                            + " in pieces or compressed, which is not read.",
                    "Export it again without compressing the files.");
        }
        if (files.put(attribute(xml, "id"), href) != null) {
            damaged("it gives two files one id");
        }
    }

    private List<String> references() {
        List<String> names = new ArrayList<>();
        for (String disk : disks) {
            String href = files.get(disk);
            if (href == null) {
                damaged("a disk of it has no file");
            } else if (href.contains("/") || href.contains("\\") || href.startsWith(".")) {
                objections.refuse(
                        "image-names-other-file",
                        "The OVF description has its disk in a file outside the archive, "
                                + Objections.quoted(href)
                                + ", which is not followed.",
                        "Export it again as one OVA archive.");
            } else {
                names.add(href);
            }
        }
        return names;
    }

    private static String attribute(XMLStreamReader xml, String name) {
        for (int index = 0; index < xml.getAttributeCount(); index++) {
            if (xml.getAttributeLocalName(index).equals(name)) {
                return xml.getAttributeValue(index);
            }
        }
        return "";
    }

    private void damaged(String why) {
        objections.refuse(
                "archive-damaged",
                "The OVF description in the archive cannot be read: " + why + ".",
                "Export it again from where it was made.");
    }
}
