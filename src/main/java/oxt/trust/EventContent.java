package oxt.trust;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What an entry's content says, decoded for people; a claim like the bytes it was decoded from. */
public sealed interface EventContent {

    /** Words that were measured as such: actions, a version, a boot loader's commands. */
    record Words(String text) implements EventContent {}

    /**
     * The end of a stage's measurements in a register.
     *
     * @param value 0 or all ones where the stage went well (Firmware Profile, 10.4.1)
     */
    record Separator(long value) implements EventContent {
        public boolean isError() {
            return value != 0 && value != 0xFFFF_FFFFL;
        }
    }

    /** A variable of the firmware (UEFI_VARIABLE_DATA; Firmware Profile, 10.2.6). */
    record Variable(UUID vendor, String name, VariableValue value) implements EventContent {}

    /**
     * A program or driver (UEFI_IMAGE_LOAD_EVENT; Firmware Profile, 10.2.3); its digest is the
     * Authenticode one of the file.
     *
     * @param path in the text form of UEFI 2.10, 10.6; nothing where the firmware gives none
     * @param address in memory, where it was put
     * @param length in memory, bytes
     */
    record Image(Optional<String> path, long address, long length, long linkTimeAddress)
            implements EventContent {}

    /**
     * A part of the firmware itself, or tables that it hands over.
     *
     * @param name nothing in the older form, which has none
     */
    record FirmwarePart(Optional<String> name, long address, long length) implements EventContent {}

    /** The partitions of the disk that is booted from (UEFI_GPT_DATA; Firmware Profile, 10.2.5). */
    record PartitionTable(UUID disk, List<Partition> partitions) implements EventContent {
        public PartitionTable {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * @param firstBlock and {@code lastBlock}: of the disk's blocks, both of the partition
     */
    record Partition(UUID type, UUID id, String name, long firstBlock, long lastBlock) {}

    /** What the operating system or an option ROM measured (Firmware Profile, 10.4.2). */
    record Tagged(long tag, String text) implements EventContent {}

    /** How the log itself is to be read. */
    record Header(String signature, String version, List<String> algorithms)
            implements EventContent {
        public Header {
            algorithms = List.copyOf(algorithms);
        }
    }

    /** Which locality started the TPM. */
    record StartupLocality(int locality) implements EventContent {}

    /**
     * Bytes that are of no kind we know.
     *
     * @param why nothing where the type has no known form; else how the content breaks its form
     */
    record Opaque(Bytes bytes, Optional<String> why) implements EventContent {}

    /** The value of a firmware's variable. */
    sealed interface VariableValue {

        /** Of SecureBoot, AuditMode and their like. */
        record Flag(boolean set) implements VariableValue {}

        /** Numbers of Boot#### variables. */
        record Order(List<Integer> entries) implements VariableValue {
            public Order {
                entries = List.copyOf(entries);
            }
        }

        /** EFI_LOAD_OPTION (UEFI 2.10, 3.1.3). */
        record BootEntry(boolean active, String description, String path)
                implements VariableValue {}

        /** Keys and digests that Secure Boot trusts or forbids (UEFI 2.10, 32.4.1). */
        record Signatures(List<Signature> signatures) implements VariableValue {
            public Signatures {
                signatures = List.copyOf(signatures);
            }
        }

        /** Plain text, as shim's levels of revocation. */
        record Text(String text) implements VariableValue {}

        record Raw(Bytes bytes) implements VariableValue {}
    }

    /**
     * @param what a certificate's subject, a digest, or how the type is called
     */
    record Signature(UUID owner, String what) {}
}
