package oxt.trust;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** The text form of UEFI device paths (UEFI 2.10, 10.3 and 10.6), for the kinds that boots have. */
final class DevicePathText {
    private static final int HARDWARE = 1;
    private static final int ACPI = 2;
    private static final int MESSAGING = 3;
    private static final int MEDIA = 4;
    private static final int END = 0x7f;
    private static final int HEADER = 4;

    /** PNP0A03, a PCI root, in the compressed form of EISA. */
    private static final long PCI_ROOT = 0x0a03_41d0L;

    private static final int MOST_NODES = 64;

    private DevicePathText() {}

    /** Of the bytes of a path; where they break off, the text says so at that place. */
    static String of(Bytes path) {
        StringBuilder text = new StringBuilder();
        Cursor cursor = new Cursor(path, 0);
        for (int node = 0; node < MOST_NODES && cursor.left() >= HEADER; node++) {
            int type = cursor.u8("a type");
            int subtype = cursor.u8("a subtype");
            int length = cursor.u16("a length");
            if (type == END) {
                return text.toString();
            }
            if (length < HEADER || length - HEADER > cursor.left()) {
                break;
            }
            Bytes content = cursor.take(length - HEADER, "a node");
            text.append(text.isEmpty() ? "" : "/").append(node(type, subtype, content));
        }
        return text.isEmpty() ? "?" : text.append("/?").toString();
    }

    private static String node(int type, int subtype, Bytes content) {
        try {
            return switch (type) {
                case HARDWARE -> hardware(subtype, new Cursor(content, 0));
                case ACPI -> acpi(subtype, new Cursor(content, 0));
                case MESSAGING -> messaging(subtype, new Cursor(content, 0));
                case MEDIA -> media(subtype, new Cursor(content, 0));
                default -> other(type, subtype, content);
            };
        } catch (Malformed tooShort) {
            return other(type, subtype, content);
        }
    }

    private static String hardware(int subtype, Cursor node) {
        return switch (subtype) {
            case 1 -> {
                int function = node.u8("a function");
                yield "Pci(" + hex(node.u8("a device")) + "," + hex(function) + ")";
            }
            case 4 -> "VenHw(" + EfiGuid.read(node, "a vendor") + ")";
            default -> other(HARDWARE, subtype, node.rest());
        };
    }

    private static String acpi(int subtype, Cursor node) {
        if (subtype != 1) {
            return other(ACPI, subtype, node.rest());
        }
        long kind = node.u32("a hardware id");
        long unit = node.u32("a unit");
        return kind == PCI_ROOT
                ? "PciRoot(" + hex(unit) + ")"
                : "Acpi(" + hex(kind) + "," + hex(unit) + ")";
    }

    private static String messaging(int subtype, Cursor node) {
        return switch (subtype) {
            case 1 -> "Ata(" + node.u8("a channel") + "," + node.u8("a drive") + ")";
            case 2 -> "Scsi(" + hex(node.u16("a target")) + "," + hex(node.u16("a unit")) + ")";
            case 5 -> "USB(" + hex(node.u8("a port")) + "," + hex(node.u8("an interface")) + ")";
            case 10 -> "VenMsg(" + EfiGuid.read(node, "a vendor") + ")";
            case 11 -> "MAC(" + node.take(6, "an address").hex() + ")";
            case 12 -> "IPv4()";
            case 13 -> "IPv6()";
            case 18 -> "Sata(" + hex(node.u16("a port")) + ")";
            case 23 -> "NVMe(" + hex(node.u32("a namespace")) + ")";
            case 24 -> "Uri(" + ascii(node.rest()) + ")";
            default -> other(MESSAGING, subtype, node.rest());
        };
    }

    private static String media(int subtype, Cursor node) {
        return switch (subtype) {
            case 1 -> partition(node);
            case 2 -> "CDROM(" + hex(node.u32("an entry")) + ")";
            case 3 -> "VenMedia(" + EfiGuid.read(node, "a vendor") + ")";
            case 4 -> EfiText.terminated(node.rest());
            case 6 -> "FvFile(" + EfiGuid.read(node, "a name") + ")";
            case 7 -> "Fv(" + EfiGuid.read(node, "a name") + ")";
            default -> other(MEDIA, subtype, node.rest());
        };
    }

    private static String partition(Cursor node) {
        long number = node.u32("a partition");
        long _ = node.u64("a start");
        long _ = node.u64("a size");
        Bytes signature = node.take(16, "a signature");
        int _ = node.u8("a format");
        return switch (node.u8("a signature's kind")) {
            case 1 -> "HD(" + number + ",MBR," + signature.slice(0, 4).hex() + ")";
            case 2 -> {
                UUID id = EfiGuid.read(new Cursor(signature, 0), "an id");
                yield "HD(" + number + ",GPT," + id + ")";
            }
            default -> "HD(" + number + ")";
        };
    }

    private static String other(int type, int subtype, Bytes content) {
        return "Path(" + type + "," + subtype + "," + content.hex() + ")";
    }

    private static String ascii(Bytes bytes) {
        return Printable.of(bytes.text(StandardCharsets.US_ASCII));
    }

    private static String hex(long number) {
        return "0x"
                + HexFormat.of()
                        .toHexDigits(number)
                        .replaceFirst("^0+(?=.)", "")
                        .toLowerCase(Locale.ROOT);
    }
}
