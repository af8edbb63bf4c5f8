package oxt.host.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first sector of a disk with one partition, which is both what a BIOS starts and what UEFI
 * looks through (UEFI 2.10, section 5.2.1).
 */
final class BootSector {
    static final int SECTOR = 512;
    private static final int CODE = 440;

    /** "EFI system partition": UEFI looks for a boot program there, and a BIOS does not care. */
    private static final byte EFI_SYSTEM = (byte) 0xef;

    /** Says "use the sector numbers": the disk is beyond what cylinders can say, or pretends. */
    private static final int NO_CYLINDERS = 0xfffffe;

    private static final byte ACTIVE = (byte) 0x80;

    private BootSector() {}

    private static final byte LINUX = (byte) 0x83;

    /** The sector with a second partition, behind the first. */
    static byte[] with(byte[] first, int firstSector, int sectors) {
        ByteBuffer sector = ByteBuffer.wrap(first.clone()).order(ByteOrder.LITTLE_ENDIAN);
        sector.putInt(462, NO_CYLINDERS << 8);
        sector.putInt(466, NO_CYLINDERS << 8 | LINUX & 0xff);
        sector.putInt(470, firstSector);
        sector.putInt(474, sectors);
        return sector.array();
    }

    /** Any fixed number will do as the disk's signature; it only has to be the same each time. */
    static byte[] of(byte[] code, int signature, int firstSector, int sectors) {
        if (code.length > CODE) {
            throw new IllegalArgumentException("boot code of " + code.length + " bytes");
        }
        ByteBuffer sector = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        sector.put(code);
        sector.putInt(CODE, signature);
        sector.putInt(446, NO_CYLINDERS << 8 | ACTIVE & 0xff);
        sector.putInt(450, NO_CYLINDERS << 8 | EFI_SYSTEM & 0xff);
        sector.putInt(454, firstSector);
        sector.putInt(458, sectors);
        sector.putShort(510, (short) 0xaa55);
        return sector.array();
    }
}
