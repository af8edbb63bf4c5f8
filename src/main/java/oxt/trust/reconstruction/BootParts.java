package oxt.trust.reconstruction;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.rehearsal.PeFile;

/**
 * What a boot may have measured, as it is found afterwards.
 *
 * @param programs in the order in which they are tried
 * @param variables of the firmware; one that is not there is measured as empty
 */
public record BootParts(List<Program> programs, Map<Variable, Bytes> variables) {
    private static final UUID GLOBAL = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");
    private static final UUID SECURITY = UUID.fromString("d719b2cb-3d3a-4596-a3bc-dad00e67656f");
    private static final UUID SHIM = UUID.fromString("605dab50-e046-4300-abb6-3dd810dd8b23");

    /** Sections that decide what a program runs: of systemd's stub, and of Xen. */
    private static final List<String> DECIDING =
            List.of(".config", ".cmdline", ".ramdisk", ".initrd");

    /** Those that are measured, as they are called while the system runs. */
    public enum Variable {
        SECURE_BOOT(GLOBAL, "SecureBoot"),
        PK(GLOBAL, "PK"),
        KEK(GLOBAL, "KEK"),
        DB(SECURITY, "db"),
        DBX(SECURITY, "dbx"),
        MOK_LIST(SHIM, "MokListRT"),
        SBAT_LEVEL(SHIM, "SbatLevelRT");

        private final UUID vendor;
        private final String id;

        Variable(UUID vendor, String id) {
            this.vendor = vendor;
            this.id = id;
        }

        UUID vendor() {
            return vendor;
        }

        String id() {
            return id;
        }

        /** Of its file in Linux's efivarfs. */
        public String fileName() {
            return id + "-" + vendor;
        }
    }

    /**
     * A program for UEFI.
     *
     * @param path from its file system's root, with slashes, the first at its beginning
     * @param digests what firmware measures of it, in each bank
     * @param deciding sections within it that decide what it runs
     */
    public record Program(String path, Map<HashAlgorithm, Bytes> digests, Set<String> deciding) {
        public Program {
            digests = Map.copyOf(digests);
            deciding = Set.copyOf(deciding);
        }

        public static Program of(String path, PeFile file, Set<HashAlgorithm> banks) {
            Map<HashAlgorithm, Bytes> digests = new EnumMap<>(HashAlgorithm.class);
            banks.forEach(bank -> digests.put(bank, file.digest(bank)));
            Stream<String> within = DECIDING.stream().filter(file::has);
            return new Program(path, digests, within.collect(Collectors.toSet()));
        }
    }

    public BootParts {
        programs = List.copyOf(programs);
        variables = Map.copyOf(variables);
    }

    Bytes value(Variable variable) {
        return variables.getOrDefault(variable, Bytes.NONE);
    }
}
