package oxt.api;

import java.util.UUID;
import oxt.model.Template;
import oxt.model.VmId;
import oxt.model.VmName;

/** The page that tells people what a VM document can say. */
final class VmReferencePage {
    private VmReferencePage() {}

    static String text() {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # VM documents

                <!-- Written by VmSchemaTest from the code; change the code, then run ./check --golden. -->

                A VM is described in YAML, or in the same words in JSON. A name is enough; all else
                comes from the template. Unknown keys are refused, every problem is told at once. The
                [JSON Schema](vm.schema.json) says the same to editors.

                Sizes have their unit: `B`, `KiB`, `MiB`, `GiB`, `TiB`. `on` and `off` are words;
                `true` and `false` are not read in their place.

                One setting of a VM that is defined is changed by its path, things in lists by their
                names: `oxt vm set work memory=1GiB disks.data.mode=fresh`. An empty value takes the
                setting away.

                ## Keys

                | key | value | without it | meaning |
                |---|---|---|---|
                """);
        for (ReferenceRows.Row row : ReferenceRows.of(VmDocument.SHAPE)) {
            page.append("| `").append(row.path()).append("` | ");
            page.append(cell(row.value())).append(" | ");
            page.append(cell(row.absent())).append(" | ");
            page.append(cell(row.description())).append(" |\n");
        }
        page.append("\n## Templates\n\nWhat each template says where a document says nothing.\n");
        for (Template template : Template.values()) {
            page.append("\n### ").append(Scalars.word(template)).append("\n\n```yaml\n");
            page.append(Yaml.write(defaults(template))).append("```\n");
        }
        return page.toString();
    }

    private static Node defaults(Template template) {
        return VmDocument.write(
                VmDefaults.of(template, new VmName("name")).vm(new VmId(new UUID(0, 0))));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
