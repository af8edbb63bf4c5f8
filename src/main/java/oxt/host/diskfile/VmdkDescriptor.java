package oxt.host.diskfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text in a VMDK file that says what kind it is and where its content lies. */
final class VmdkDescriptor {
    private static final Set<String> KINDS = Set.of("monolithicsparse", "streamoptimized");

    /** Possessive, so that a hostile line costs no more than its length. */
    private static final Pattern EXTENT =
            Pattern.compile(
                    "(?m)^[ \\t]*+(?:RW|RDONLY|NOACCESS)[ \\t]++\\d{1,18}+[ \\t]++"
                            + "([A-Za-z]{1,20}+)(?:[ \\t]++\"([^\"\\n]{0,512}+)\")?+");

    private static final Pattern KIND =
            Pattern.compile("(?m)^[ \\t]*+createType[ \\t]*+=[ \\t]*+\"([^\"\\n]{0,64}+)\"");
    private static final Pattern PARENT_ID =
            Pattern.compile("(?m)^[ \\t]*+parentCID[ \\t]*+=[ \\t]*+([0-9a-fA-F]{1,16}+)");

    private VmdkDescriptor() {}

    /** Adds what speaks against it. */
    static void read(String text, Objections objections) {
        // QEMU looks for this word anywhere, also behind the text's end.
        int hint = text.indexOf("parentFileNameHint");
        if (hint >= 0 || hasParentId(text)) {
            String named =
                    hint < 0
                            ? "which it does not name"
                            : text.substring(hint).lines().findFirst().orElse("");
            objections.refuse(
                    "image-has-parent",
                    "The VMDK image holds only what differs from a parent ("
                            + Objections.quoted(named)
                            + "), which is not followed.",
                    "Export it where both are, as an OVA archive or as streamOptimized.");
        }
        Matcher kind = KIND.matcher(text);
        if (!kind.find()) {
            objections.damaged("VMDK", "its descriptor says no kind");
        } else if (!KINDS.contains(kind.group(1).toLowerCase(java.util.Locale.ROOT))) {
            objections.refuse(
                    "image-kind-not-read",
                    "The VMDK image is of kind "
                            + Objections.quoted(kind.group(1))
                            + "; monolithicSparse and streamOptimized are read.",
                    "Make one file of it where it is: qemu-img convert -O qcow2 FILE NEW");
        }
        List<String> types = types(text);
        if (types.size() != 1 || !types.getFirst().equals("SPARSE")) {
            objections.refuse(
                    "image-has-extents",
                    "The VMDK image names other files with its content: "
                            + Objections.quoted(extents(text))
                            + "; none of them is followed.",
                    "Make one file of it where they all are: qemu-img convert -O qcow2 FILE NEW");
        }
    }

    /** The files that the extents name. */
    static String extents(String text) {
        List<String> names = new ArrayList<>();
        Matcher extent = EXTENT.matcher(text);
        while (extent.find() && names.size() < 8) {
            names.add(extent.group(2) == null ? extent.group(1) : extent.group(2));
        }
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }

    private static List<String> types(String text) {
        List<String> types = new ArrayList<>();
        Matcher extent = EXTENT.matcher(text);
        while (extent.find()) {
            types.add(extent.group(1));
        }
        return types;
    }

    private static boolean hasParentId(String text) {
        Matcher id = PARENT_ID.matcher(text);
        return id.find() && !id.group(1).equalsIgnoreCase("ffffffff");
    }
}
