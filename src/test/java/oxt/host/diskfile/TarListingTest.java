package oxt.host.diskfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.Problem;
import oxt.model.Reading;

/** Archives as tar makes them, and as it would not. */
class TarListingTest {
    @TempDir Path folder = Path.of("");

    @Test
    void what_tar_packs_is_listed_where_it_lies() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("vm.ovf"), "<x/>");
        Files.writeString(folder.resolve("disk one.vmdk"), "content");
        byte[] archive = tar("--format=ustar", "vm.ovf", "disk one.vmdk");
        TarListing listing = TarListing.read(Content.of(archive)).orThrow();
        assertEquals(
                List.of("vm.ovf", "disk one.vmdk"),
                listing.entries().stream().map(TarListing.Entry::name).toList());
        Region region = listing.find("disk one.vmdk").orElseThrow().region();
        String content = new String(archive, (int) region.offset(), 7, StandardCharsets.US_ASCII);
        assertEquals("content", content);
        assertEquals(7, region.length());
    }

    @Test
    void a_name_that_leads_elsewhere_is_refused() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("x"), "x");
        for (String name : List.of("../x", "/etc/passwd", "a/../../x", "..", ".hidden")) {
            byte[] archive =
                    tar("--format=ustar", "-P", "--transform=flags=r;s|^x$|" + name + "|", "x");
            assertEquals(List.of("archive-name-not-plain"), codes(archive), name);
        }
    }

    @Test
    void links_devices_and_extended_headers_are_refused_by_their_kind()
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("x"), "x");
        Files.createSymbolicLink(folder.resolve("shadow"), Path.of("/etc/shadow"));
        Files.createLink(folder.resolve("hard"), folder.resolve("x"));
        List<Problem> problems = problems(tar("--format=ustar", "shadow", "x", "hard"));
        assertEquals(2, problems.size());
        assertTrue(problems.get(0).what().contains("a symbolic link"));
        assertTrue(problems.get(1).what().contains("a hard link"));
        byte[] pax = tar("--format=pax", "--pax-option=comment=x", "x");
        assertTrue(problems(pax).getFirst().what().contains("an extended header"));
    }

    @Test
    void one_name_twice_is_refused() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("x"), "x");
        assertEquals(
                List.of("archive-name-twice"),
                codes(tar("--format=ustar", "--hard-dereference", "x", "x")));
    }

    @Test
    void a_size_that_lies_is_refused() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("x"), "x");
        byte[] archive = tar("--format=ustar", "x");
        for (String size : List.of("77777777777", "00000100000")) {
            byte[] lying = archive.clone();
            System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, lying, 124, 11);
            assertEquals(List.of("archive-damaged"), codes(checksummed(lying)), size);
        }
        byte[] enormous = Corpus.withNumber(archive, 128, Long.MAX_VALUE);
        assertEquals(
                List.of("archive-damaged"),
                codes(checksummed(Corpus.withWord(enormous, 124, 0x8000_0000L))));
        assertEquals(List.of("archive-damaged"), codes(java.util.Arrays.copyOf(archive, 1024)));
        assertEquals(List.of("archive-damaged"), codes(Corpus.with(archive, 0, 'y')));
    }

    @Test
    void an_ova_whose_description_names_another_file_is_refused()
            throws IOException, InterruptedException {
        Files.write(folder.resolve("stream.vmdk"), Corpus.bytes("stream.vmdk"));
        for (String href : List.of("../stream.vmdk", "/etc/shadow", "http://x/y", "other.vmdk")) {
            Files.writeString(folder.resolve("vm.ovf"), ovf(href));
            byte[] archive = tar("--format=ustar", "vm.ovf", "stream.vmdk");
            assertEquals(List.of("image-names-other-file"), Corpus.codes(archive), href);
        }
        Files.writeString(folder.resolve("vm.ovf"), ovf("stream.vmdk"));
        assertEquals(List.of(), Corpus.codes(tar("--format=ustar", "vm.ovf", "stream.vmdk")));
    }

    @Test
    void a_description_that_reads_files_by_an_entity_is_refused()
            throws IOException, InterruptedException {
        Files.write(folder.resolve("stream.vmdk"), Corpus.bytes("stream.vmdk"));
        Files.writeString(
                folder.resolve("vm.ovf"),
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + ovf("&e;"));
        assertEquals(
                "archive-damaged",
                Corpus.codes(tar("--format=ustar", "vm.ovf", "stream.vmdk")).getFirst());
    }

    @Test
    void an_ova_with_two_disks_or_none_says_so() throws IOException, InterruptedException {
        Files.write(folder.resolve("stream.vmdk"), Corpus.bytes("stream.vmdk"));
        Files.writeString(folder.resolve("vm.ovf"), "<Envelope/>");
        assertEquals(
                List.of("image-not-one-disk"),
                Corpus.codes(tar("--format=ustar", "vm.ovf", "stream.vmdk")));
        assertEquals(
                List.of("archive-not-ova"), Corpus.codes(tar("--format=ustar", "stream.vmdk")));
    }

    private static String ovf(String href) {
        return "<Envelope><References><File href=\""
                + href
                + "\" id=\"f\"/></References><DiskSection><Disk fileRef=\"f\"/></DiskSection></Envelope>";
    }

    private byte[] tar(String... words) throws IOException, InterruptedException {
        Path file = Files.createTempFile(folder, ".t", ".tar");
        List<String> command = new ArrayList<>(List.of("tar", "-C", folder.toString(), "-cf"));
        command.add(file.toString());
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return Files.readAllBytes(file);
    }

    private static byte[] checksummed(byte[] archive) {
        byte[] changed = archive.clone();
        long sum = 0;
        for (int at = 0; at < 512; at++) {
            sum += at >= 148 && at < 156 ? ' ' : Byte.toUnsignedInt(changed[at]);
        }
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, changed, 148, 8);
        return changed;
    }

    private static List<String> codes(byte[] archive) throws IOException {
        return problems(archive).stream().map(Problem::code).toList();
    }

    private static List<Problem> problems(byte[] archive) throws IOException {
        return switch (TarListing.read(Content.of(archive))) {
            case Reading.Good<TarListing> _ -> List.of();
            case Reading.Bad<TarListing>(var problems) -> problems;
        };
    }
}
