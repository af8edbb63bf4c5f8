package oxt.trust;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import oxt.trust.EventContent.Signature;
import oxt.trust.EventContent.VariableValue;

/** Decodes UEFI_VARIABLE_DATA: variables that steer the boot, and keys that a program passed by. */
final class VariableReader {
    /** EFI_CERT_X509_GUID and EFI_CERT_SHA256_GUID (UEFI 2.10, 32.4.1). */
    private static final UUID X509 = UUID.fromString("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");

    private static final UUID SHA256 = UUID.fromString("c1c41626-504c-4092-aca9-41f936934328");
    private static final Set<String> FLAGS =
            Set.of("SecureBoot", "SetupMode", "AuditMode", "DeployedMode");
    private static final Set<String> KEYS = Set.of("PK", "KEK", "db", "dbx", "dbt", "dbr");
    private static final Pattern BOOT_ENTRY = Pattern.compile("Boot[0-9A-F]{4}");
    private static final Map<String, String> SHORT = Map.of("1.2.840.113549.1.9.1", "E");
    private static final int OWNER = 16;
    private static final int LIST_HEADER = 28;
    private static final int LONGEST_NAME = 1_024;
    private static final int MOST_SIGNATURES = 4_096;

    private VariableReader() {}

    /** Of what was set: the whole value of a variable. */
    static EventContent setting(Bytes content) {
        return variable(content, VariableReader::value);
    }

    /** Of who vouched: one key out of a list, or text. */
    static EventContent authority(Bytes content) {
        return variable(content, VariableReader::voucher);
    }

    private interface Values {
        VariableValue of(String name, Bytes data);
    }

    private static EventContent variable(Bytes content, Values values) {
        Cursor cursor = new Cursor(content, 0);
        UUID vendor = EfiGuid.read(cursor, "a vendor");
        long nameLength = cursor.u64("a name's length");
        long dataLength = cursor.u64("a value's length");
        if (nameLength < 0 || nameLength > LONGEST_NAME || dataLength < 0) {
            throw cursor.malformed("begins a variable with lengths that cannot be");
        }
        String name = EfiText.whole(cursor.counted(2 * nameLength, "a name"));
        Bytes data = cursor.counted(dataLength, "a value");
        return new EventContent.Variable(vendor, name, values.of(name, data));
    }

    private static VariableValue value(String name, Bytes data) {
        if (FLAGS.contains(name) && data.length() <= 1) {
            return new VariableValue.Flag(data.length() == 1 && data.at(0) == 1);
        }
        if (name.equals("BootOrder") && data.length() % 2 == 0) {
            return order(new Cursor(data, 0));
        }
        if (BOOT_ENTRY.matcher(name).matches()) {
            return bootEntry(new Cursor(data, 0));
        }
        return KEYS.contains(name) ? signatures(new Cursor(data, 0)) : raw(data);
    }

    private static VariableValue voucher(String name, Bytes data) {
        if (isAscii(data)) {
            return new VariableValue.Text(
                    Printable.of(data.text(StandardCharsets.US_ASCII).strip().replace('\n', ' ')));
        }
        if (data.length() > OWNER) {
            UUID owner = EfiGuid.read(new Cursor(data, 0), "an owner");
            Bytes key = data.slice(OWNER, data.length() - OWNER);
            return new VariableValue.Signatures(List.of(new Signature(owner, certificate(key))));
        }
        return raw(data);
    }

    private static VariableValue order(Cursor cursor) {
        List<Integer> entries = new ArrayList<>();
        while (!cursor.isAtEnd()) {
            entries.add(cursor.u16("a boot entry"));
        }
        return new VariableValue.Order(entries);
    }

    private static VariableValue bootEntry(Cursor cursor) {
        long attributes = cursor.u32("attributes");
        int pathLength = cursor.u16("a path's length");
        String description = EfiText.take(cursor, "a description");
        String path = DevicePathText.of(cursor.counted(pathLength, "a path"));
        return new VariableValue.BootEntry((attributes & 1) == 1, description, path);
    }

    /** EFI_SIGNATURE_LISTs, one behind the other. */
    private static VariableValue signatures(Cursor cursor) {
        List<Signature> signatures = new ArrayList<>();
        while (!cursor.isAtEnd()) {
            UUID type = EfiGuid.read(cursor, "a signature type");
            long size = cursor.u32("a list's size");
            long headerSize = cursor.u32("a header's size");
            long each = cursor.u32("a signature's size");
            if (size < LIST_HEADER || headerSize > size - LIST_HEADER || each <= OWNER) {
                throw cursor.malformed("a list of signatures begins whose sizes cannot be");
            }
            Cursor list = new Cursor(cursor.counted(size - LIST_HEADER, "a list of signatures"), 0);
            list.counted(headerSize, "a header");
            while (list.left() >= each) {
                if (signatures.size() == MOST_SIGNATURES) {
                    throw cursor.malformed("more signatures begin than any firmware has");
                }
                signatures.add(signature(type, new Cursor(list.counted(each, "a signature"), 0)));
            }
        }
        return new VariableValue.Signatures(signatures);
    }

    private static Signature signature(UUID type, Cursor cursor) {
        UUID owner = EfiGuid.read(cursor, "an owner");
        if (type.equals(X509)) {
            return new Signature(owner, certificate(cursor.rest()));
        }
        return new Signature(
                owner,
                (type.equals(SHA256) ? "sha256 " : "type " + type + " ") + cursor.rest().hex());
    }

    private static String certificate(Bytes der) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            if (factory.generateCertificate(new ByteArrayInputStream(der.toArray()))
                    instanceof X509Certificate known) {
                return Printable.of(
                        known.getSubjectX500Principal().getName(X500Principal.RFC2253, SHORT));
            }
        } catch (CertificateException _) {
            // Said below.
        }
        return "certificate that cannot be read, sha256 " + HashAlgorithm.SHA256.digest(der);
    }

    private static boolean isAscii(Bytes data) {
        for (int index = 0; index < data.length(); index++) {
            int value = data.at(index);
            if (value != '\n' && (value < ' ' || value > '~')) {
                return false;
            }
        }
        return data.length() > 0;
    }

    private static VariableValue raw(Bytes data) {
        return new VariableValue.Raw(data);
    }
}
