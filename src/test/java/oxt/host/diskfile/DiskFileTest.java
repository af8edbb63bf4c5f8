package oxt.host.diskfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.model.ByteSize;
import oxt.model.ProblemException;
import oxt.model.Reading;

class DiskFileTest {

    @Test
    void the_corpus_is_read_but_for_what_is_bad() {
        for (String name : Corpus.names()) {
            List<String> codes = Corpus.codes(Corpus.bytes(name));
            assertEquals(name.startsWith("bad-"), !codes.isEmpty(), name + ": " + codes);
        }
    }

    @Test
    void the_size_is_what_the_guest_will_see() {
        assertEquals(new ByteSize(64 << 10), size("v3.qcow2"));
        assertEquals(new ByteSize(64 << 10), size("v2.qcow2"));
        assertEquals(ByteSize.mebibytes(1), size("sparse.vmdk"));
        assertEquals(ByteSize.mebibytes(1), size("whole.ova"));
    }

    @Test
    void the_disk_of_an_archive_is_a_region_of_it() {
        ReadableDisk disk = Corpus.read(Corpus.bytes("whole.ova"), DiskFileFormat.OVA).orThrow();
        assertEquals(DiskFileFormat.VMDK, disk.format());
        assertEquals(Corpus.bytes("stream.vmdk").length, disk.region().length());
        assertTrue(disk.region().offset() > 512);
    }

    @Test
    void a_file_is_known_by_its_content() {
        assertEquals(DiskFileFormat.QCOW2, Corpus.guess(Corpus.bytes("v2.qcow2")));
        assertEquals(DiskFileFormat.VHD, Corpus.guess(Corpus.bytes("dyn.vhd")));
        assertEquals(DiskFileFormat.VMDK, Corpus.guess(Corpus.bytes("bad-flat.vmdk")));
        assertEquals(DiskFileFormat.OVA, Corpus.guess(Corpus.bytes("whole.ova")));
        assertEquals(DiskFileFormat.RAW, Corpus.guess(new byte[512]));
        assertEquals(DiskFileFormat.RAW, Corpus.guess(new byte[0]));
    }

    @Test
    void a_format_that_is_not_read_is_named() {
        byte[] vhdx = Corpus.with(new byte[4096], 0, 'v', 'h', 'd', 'x', 'f', 'i', 'l', 'e');
        var thrown = assertThrows(ProblemException.class, () -> Corpus.guess(vhdx));
        assertEquals("image-kind-not-read", thrown.problems().getFirst().code());
        byte[] vdi = Corpus.with(new byte[4096], 64, 0x7f, 0x10, 0xda, 0xbe);
        assertThrows(ProblemException.class, () -> Corpus.guess(vdi));
    }

    @Test
    void what_one_says_it_is_counts_and_not_what_it_looks_like() {
        byte[] file = Corpus.bytes("bad-backing.qcow2");
        byte[] sectors = java.util.Arrays.copyOf(file, 2048);
        ReadableDisk raw = Corpus.read(sectors, DiskFileFormat.RAW).orThrow();
        assertEquals(DiskFileFormat.RAW, raw.format());
        assertEquals(new ByteSize(2048), raw.size());
        assertTrue(Corpus.read(file, DiskFileFormat.VHD) instanceof Reading.Bad);
    }

    @Test
    void a_raw_disk_is_whole_sectors() {
        assertTrue(Corpus.read(new byte[513], DiskFileFormat.RAW) instanceof Reading.Bad);
        assertTrue(Corpus.read(new byte[0], DiskFileFormat.RAW) instanceof Reading.Bad);
    }

    private static ByteSize size(String name) {
        byte[] file = Corpus.bytes(name);
        return Corpus.read(file, Corpus.guess(file)).orThrow().size();
    }
}
