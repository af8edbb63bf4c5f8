package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.host.FileTree;
import oxt.host.image.Manifest.ImageFile;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.ProblemException;

class ImageCatalogueTest {
    private static final ImageName NAME = new ImageName("tiny");

    @TempDir Path folder;

    @Test
    void what_was_admitted_is_found_and_intact() throws IOException {
        var catalogue = new ImageCatalogue(folder);
        GuestImage image = admit(catalogue, "first");
        assertEquals(Optional.of(image), catalogue.find(NAME));
        assertEquals(List.of(image), catalogue.list());
        assertEquals(List.of(), catalogue.altered(image));
        assertEquals(Optional.of(image.folder().resolve("vmlinuz")), image.kernel());
        assertEquals(Optional.empty(), image.disk());
    }

    @Test
    void a_newer_build_takes_the_name_and_leaves_the_older_ones_files() throws IOException {
        var catalogue = new ImageCatalogue(folder);
        GuestImage older = admit(catalogue, "first");
        GuestImage newer = admit(catalogue, "second");
        assertEquals(newer, catalogue.require(NAME));
        assertEquals("first", Files.readString(older.kernel().orElseThrow()));
        assertEquals(List.of(older.folder()), catalogue.replaced(NAME));
        catalogue.discard(older.folder());
        assertEquals(List.of(), catalogue.replaced(NAME));
    }

    @Test
    void the_same_build_again_does_not_touch_the_files_that_vms_use() throws IOException {
        var catalogue = new ImageCatalogue(folder);
        Object before = Files.readAttributes(file(admit(catalogue, "same")), "unix:ino");
        assertEquals(before, Files.readAttributes(file(admit(catalogue, "same")), "unix:ino"));
    }

    @Test
    void an_altered_file_is_named_and_a_new_build_repairs_it() throws IOException {
        var catalogue = new ImageCatalogue(folder);
        GuestImage image = admit(catalogue, "whole");
        Files.writeString(file(image), "other");
        assertEquals(List.of("vmlinuz"), catalogue.altered(image));
        assertEquals(List.of(), catalogue.altered(admit(catalogue, "whole")));
    }

    @Test
    void a_folder_without_a_manifest_is_not_an_image() throws IOException {
        Files.createDirectories(folder.resolve("half"));
        Files.writeString(folder.resolve("half/vmlinuz"), "x");
        assertEquals(List.of(), new ImageCatalogue(folder).list());
    }

    @Test
    void an_absent_image_says_how_to_get_it() {
        var catalogue = new ImageCatalogue(folder.resolve("none"));
        assertEquals(List.of(), catalogue.list());
        var thrown = assertThrows(ProblemException.class, () -> catalogue.require(NAME));
        assertEquals("Run: oxt image build tiny", thrown.problems().getFirst().remedy());
    }

    @Test
    void a_removed_image_leaves_nothing_and_removing_twice_is_removing_once() throws IOException {
        var catalogue = new ImageCatalogue(folder);
        admit(catalogue, "first");
        admit(catalogue, "second");
        catalogue.remove(NAME);
        catalogue.remove(NAME);
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void what_an_interrupted_build_left_is_never_an_image_and_goes_away() throws IOException {
        var catalogue = new ImageCatalogue(folder);
        GuestImage image = admit(catalogue, "first");
        Path half = Files.createDirectories(folder.resolve(".building-tiny/image"));
        Files.copy(image.folder().resolve("image.json"), half.resolve("image.json"));
        assertEquals(List.of(image), catalogue.list());
        catalogue.clearRemains();
        assertFalse(Files.exists(half.getParent()));
        assertTrue(Files.exists(file(image)));
    }

    private static Path file(GuestImage image) {
        return image.kernel().orElseThrow();
    }

    private GuestImage admit(ImageCatalogue catalogue, String content) throws IOException {
        Path built = Files.createTempDirectory(folder, ".built");
        Path file = Files.writeString(built.resolve("vmlinuz"), content);
        var size = new ByteSize(content.length());
        var files = List.of(new ImageFile("vmlinuz", size, FileDigest.of(file)));
        var manifest = new Manifest(NAME, "tiny", "", files, List.of());
        Files.writeString(built.resolve("image.json"), manifest.toJson());
        GuestImage image = catalogue.admit(built, manifest);
        FileTree.remove(built);
        return image;
    }
}
