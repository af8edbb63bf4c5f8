package oxt.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.api.VmDocument;
import oxt.api.Yaml;
import oxt.model.VmId;

/** The VM documents that ./quickstart and the README use. */
class ExamplesTest {
    @Test
    void every_example_is_a_vm_of_the_name_of_its_file() {
        var names =
                Checkout.files("examples", ".yaml").stream()
                        .map(Checkout::text)
                        .map(text -> Yaml.read(text).orThrow())
                        .map(document -> VmDocument.read(document, new VmId(new UUID(1, 2))))
                        .map(vm -> vm.orThrow().name().toString())
                        .toList();
        var files =
                Checkout.files("examples", ".yaml").stream()
                        .map(file -> file.getFileName().toString().replace(".yaml", ""))
                        .toList();
        assertEquals(files, names);
        assertEquals(List.of("net", "personal", "work"), names);
    }
}
