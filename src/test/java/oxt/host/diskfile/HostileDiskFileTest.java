package oxt.host.diskfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import oxt.model.Reading;

/** What a file may try on its reader, each refused by its own name. */
class HostileDiskFileTest {
    private static final byte[] QCOW2 = Corpus.bytes("v3.qcow2");
    private static final byte[] VHD = Corpus.bytes("dyn.vhd");
    private static final byte[] VMDK = Corpus.bytes("sparse.vmdk");

    @Test
    void a_backing_file_is_named_and_not_followed() {
        var problems = Corpus.problems(Corpus.bytes("bad-backing.qcow2"));
        assertEquals("image-has-backing-file", problems.getFirst().code());
        assertTrue(problems.getFirst().what().contains("/etc/shadow"));
        assertTrue(problems.getFirst().remedy().contains("qemu-img convert"));
    }

    @Test
    void a_backing_file_without_a_length_or_far_away_is_refused_as_well() {
        assertEquals(
                List.of("image-has-backing-file"), Corpus.codes(Corpus.withNumber(QCOW2, 8, 104)));
        assertEquals(
                List.of("image-has-backing-file"),
                Corpus.codes(Corpus.withNumber(QCOW2, 8, Long.MAX_VALUE)));
        assertEquals(
                List.of("image-has-backing-file"),
                Corpus.codes(Corpus.withWord(Corpus.withNumber(QCOW2, 8, -1), 16, -1)));
    }

    @Test
    void a_data_file_is_refused_by_its_bit_or_its_name() {
        assertEquals(
                List.of("image-has-data-file"), Corpus.codes(Corpus.bytes("bad-datafile.qcow2")));
        byte[] named = Corpus.bytes("bad-datafile.qcow2");
        assertEquals(List.of("image-has-data-file"), Corpus.codes(Corpus.withNumber(named, 72, 0)));
    }

    @Test
    void encryption_corruption_and_unknown_features_are_told_at_once() {
        assertEquals(List.of("image-encrypted"), Corpus.codes(Corpus.bytes("bad-encrypted.qcow2")));
        byte[] all = Corpus.withNumber(Corpus.withWord(QCOW2, 32, 2), 72, 0x102);
        assertEquals(
                List.of("image-encrypted", "image-marked-corrupt", "image-feature-unknown"),
                Corpus.codes(all));
    }

    @Test
    void tables_that_no_reader_should_allocate_are_refused() {
        assertEquals(List.of("image-damaged"), Corpus.codes(Corpus.withWord(QCOW2, 36, 1 << 23)));
        assertEquals(
                List.of("image-damaged"), Corpus.codes(Corpus.withNumber(QCOW2, 40, 1L << 40)));
        assertEquals(
                List.of("image-damaged"),
                Corpus.codes(Corpus.withNumber(QCOW2, 40, Long.MIN_VALUE)));
        assertEquals(List.of("image-damaged"), Corpus.codes(Corpus.withWord(QCOW2, 56, 1 << 30)));
        assertEquals(List.of("image-damaged"), Corpus.codes(Corpus.withWord(QCOW2, 60, 65_536)));
        assertEquals(
                List.of("image-damaged"),
                Corpus.codes(Corpus.withNumber(Corpus.withWord(QCOW2, 60, 9), 64, 1L << 62)));
        assertEquals(List.of("image-damaged"), Corpus.codes(Corpus.withWord(QCOW2, 20, 40)));
        assertEquals(List.of("image-damaged"), Corpus.codes(Corpus.withWord(QCOW2, 100, -8)));
    }

    @Test
    void a_disk_of_exabytes_is_refused_in_every_format() {
        assertEquals(
                List.of("image-too-large", "image-damaged"),
                Corpus.codes(Corpus.withNumber(QCOW2, 24, 1L << 60)));
        assertTrue(
                Corpus.codes(Corpus.withNumber(QCOW2, 24, Long.MIN_VALUE))
                        .contains("image-too-large"));
        assertTrue(Corpus.codes(Corpus.withNumber(VHD, 48, 1L << 60)).contains("image-too-large"));
        assertTrue(
                Corpus.codes(Corpus.with(VMDK, 12, 0, 0, 0, 0, 0, 0, 0, 0x70))
                        .contains("image-too-large"));
    }

    @Test
    void extents_in_other_files_are_named_and_not_followed() {
        byte[] text =
                descriptor("monolithicFlat", "RW 8 FLAT \"/etc/shadow\" 0\n")
                        .getBytes(StandardCharsets.US_ASCII);
        var problems = Corpus.problems(text);
        assertTrue(
                problems.stream()
                        .anyMatch(
                                problem ->
                                        problem.code().equals("image-in-many-files")
                                                && problem.what().contains("/etc/shadow")));
        assertEquals(List.of("image-in-many-files"), Corpus.codes(Corpus.bytes("bad-flat.vmdk")));
    }

    @Test
    void a_vmdk_without_capacity_whose_text_would_count_is_refused() {
        byte[] none = Corpus.with(VMDK, 12, 0, 0, 0, 0, 0, 0, 0, 0);
        assertTrue(Corpus.codes(none).contains("image-damaged"));
    }

    @Test
    void a_text_within_a_whole_vmdk_cannot_lead_elsewhere() {
        String begin = new String(VMDK, StandardCharsets.ISO_8859_1);
        int at = begin.indexOf("RW ");
        byte[] extent = "RW 8 FLAT \"/etc/shadow\" 0\nRW".getBytes(StandardCharsets.US_ASCII);
        byte[] changed = VMDK.clone();
        System.arraycopy(extent, 0, changed, at, extent.length);
        assertTrue(Corpus.codes(changed).contains("image-has-extents"));
        byte[] hint = "parentFileNameHint=\"/etc/shadow\"".getBytes(StandardCharsets.US_ASCII);
        byte[] parent = VMDK.clone();
        System.arraycopy(hint, 0, parent, 512 + 9000, hint.length);
        assertEquals(List.of("image-has-parent"), Corpus.codes(parent));
        assertTrue(Corpus.codes(Corpus.bytes("bad-parent.vmdk")).contains("image-has-parent"));
    }

    @Test
    void a_vhd_that_differs_from_a_parent_is_refused() {
        byte[] differs = checksummed(Corpus.withWord(VHD, 60, 4));
        assertEquals(List.of("image-has-parent"), Corpus.codes(differs));
        byte[] locator = Corpus.with(VHD, 512 + 576, 'W', '2', 'k', 'u');
        assertTrue(Corpus.codes(locator).contains("image-has-parent-locator"));
    }

    @Test
    void a_fixed_vhd_that_begins_like_a_growing_one_is_refused() {
        assertEquals(
                List.of("image-damaged"), Corpus.codes(checksummed(Corpus.withWord(VHD, 60, 2))));
    }

    @Test
    void whatever_the_bytes_a_file_is_read_or_refused() {
        long seed = 20_261_122L;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<byte[]> files = Corpus.names().stream().map(Corpus::bytes).toList();
        for (int round = 0; round < 20_000; round++) {
            byte[] file = files.get(random.nextInt(files.size())).clone();
            int most = Math.min(file.length, 4096);
            for (int change = random.nextInt(1, 12); change > 0; change--) {
                file[random.nextInt(most)] = (byte) random.nextInt();
            }
            byte[] cut = random.nextInt(10) == 0 ? java.util.Arrays.copyOf(file, most / 2) : file;
            for (DiskFileFormat format : DiskFileFormat.values()) {
                Reading<ReadableDisk> read = Corpus.read(cut, format);
                if (read instanceof Reading.Bad<ReadableDisk>(var problems)) {
                    assertTrue(problems.size() <= 40, "seed " + seed + ", round " + round);
                }
            }
        }
    }

    private static byte[] checksummed(byte[] vhd) {
        byte[] changed = Corpus.withWord(vhd, 64, 0);
        long sum = 0;
        for (int at = 0; at < 512; at++) {
            sum += Byte.toUnsignedInt(changed[at]);
        }
        return Corpus.withWord(changed, 64, ~sum);
    }

    private static String descriptor(String kind, String extents) {
        return "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\ncreateType=\""
                + kind
                + "\"\n\n# Extent description\n"
                + extents;
    }
}
