package oxt.trust.tpm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;

/** Some registers of one bank (TPMS_PCR_SELECTION; part 2, 10.6.2). */
public record PcrSelection(HashAlgorithm bank, SortedSet<Pcr> registers) {
    private static final int OCTETS = Pcr.COUNT / Byte.SIZE;

    /** As many banks as a TPM may have. */
    private static final int MOST = 16;

    public PcrSelection {
        registers = Collections.unmodifiableSortedSet(new TreeSet<>(registers));
    }

    public static PcrSelection of(HashAlgorithm bank, Collection<Pcr> registers) {
        return new PcrSelection(bank, new TreeSet<>(registers));
    }

    /** A list with only this in it. */
    public void writeAlone(TpmWriter out) {
        out.u32(1).hash(bank).u8(OCTETS);
        int bits = registers.stream().mapToInt(pcr -> 1 << pcr.index()).sum();
        for (int octet = 0; octet < OCTETS; octet++) {
            out.u8(bits >> octet * Byte.SIZE & 0xff);
        }
    }

    /** TPML_PCR_SELECTION. */
    public static List<PcrSelection> readList(TpmReader in) {
        long count = in.u32("the number of selections");
        if (count > MOST) {
            throw in.malformed(count + " selections begin");
        }
        List<PcrSelection> selections = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            selections.add(read(in));
        }
        return selections;
    }

    private static PcrSelection read(TpmReader in) {
        HashAlgorithm bank = in.hash("the bank");
        int octets = in.u8("the size of the selection");
        SortedSet<Pcr> registers = new TreeSet<>();
        for (int octet = 0; octet < octets; octet++) {
            int bits = in.u8("the selection");
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                if ((bits & 1 << bit) != 0) {
                    int index = octet * Byte.SIZE + bit;
                    if (index >= Pcr.COUNT) {
                        throw in.malformed("a selection ends, of a register " + index);
                    }
                    registers.add(new Pcr(index));
                }
            }
        }
        return new PcrSelection(bank, registers);
    }

    /** Of the values of these registers, one after the other (part 1, 17.5). */
    public Bytes digest(HashAlgorithm hash, PcrBank values) {
        TpmWriter all = new TpmWriter();
        registers.forEach(pcr -> all.bytes(values.value(pcr).orElseThrow()));
        return hash.digest(all.written());
    }
}
