package oxt.trust;

import java.util.Locale;
import java.util.Map;

/**
 * What an entry says it is; no digest covers it (TCG PC Client Platform Firmware Profile, table 27;
 * Intel TXT Software Development Guide, appendix G, for those from 0x400 on).
 *
 * @param number 32 bits
 */
public record EventType(long number) {
    public static final EventType NO_ACTION = new EventType(3);
    public static final EventType SEPARATOR = new EventType(4);
    public static final EventType ACTION = new EventType(5);
    public static final EventType EVENT_TAG = new EventType(6);
    public static final EventType CRTM_VERSION = new EventType(8);
    public static final EventType IPL = new EventType(0xD);
    public static final EventType VARIABLE_DRIVER_CONFIG = new EventType(0x8000_0001L);
    public static final EventType VARIABLE_BOOT = new EventType(0x8000_0002L);
    public static final EventType BOOT_SERVICES_APPLICATION = new EventType(0x8000_0003L);
    public static final EventType BOOT_SERVICES_DRIVER = new EventType(0x8000_0004L);
    public static final EventType RUNTIME_SERVICES_DRIVER = new EventType(0x8000_0005L);
    public static final EventType GPT = new EventType(0x8000_0006L);
    public static final EventType EFI_ACTION = new EventType(0x8000_0007L);
    public static final EventType FIRMWARE_BLOB = new EventType(0x8000_0008L);
    public static final EventType HANDOFF_TABLES = new EventType(0x8000_0009L);
    public static final EventType FIRMWARE_BLOB2 = new EventType(0x8000_000AL);
    public static final EventType HANDOFF_TABLES2 = new EventType(0x8000_000BL);
    public static final EventType VARIABLE_BOOT2 = new EventType(0x8000_000CL);
    public static final EventType GPT2 = new EventType(0x8000_000DL);
    public static final EventType VARIABLE_AUTHORITY = new EventType(0x8000_00E0L);

    private static final Map<Long, String> NAMES =
            Map.ofEntries(
                    Map.entry(0L, "EV_PREBOOT_CERT"),
                    Map.entry(1L, "EV_POST_CODE"),
                    Map.entry(2L, "EV_UNUSED"),
                    Map.entry(3L, "EV_NO_ACTION"),
                    Map.entry(4L, "EV_SEPARATOR"),
                    Map.entry(5L, "EV_ACTION"),
                    Map.entry(6L, "EV_EVENT_TAG"),
                    Map.entry(7L, "EV_S_CRTM_CONTENTS"),
                    Map.entry(8L, "EV_S_CRTM_VERSION"),
                    Map.entry(9L, "EV_CPU_MICROCODE"),
                    Map.entry(0xAL, "EV_PLATFORM_CONFIG_FLAGS"),
                    Map.entry(0xBL, "EV_TABLE_OF_DEVICES"),
                    Map.entry(0xCL, "EV_COMPACT_HASH"),
                    Map.entry(0xDL, "EV_IPL"),
                    Map.entry(0xEL, "EV_IPL_PARTITION_DATA"),
                    Map.entry(0xFL, "EV_NONHOST_CODE"),
                    Map.entry(0x10L, "EV_NONHOST_CONFIG"),
                    Map.entry(0x11L, "EV_NONHOST_INFO"),
                    Map.entry(0x12L, "EV_OMIT_BOOT_DEVICE_EVENTS"),
                    Map.entry(0x401L, "EVTYPE_PCR_MAPPING"),
                    Map.entry(0x402L, "EVTYPE_HASH_START"),
                    Map.entry(0x403L, "EVTYPE_COMBINED_HASH"),
                    Map.entry(0x404L, "EVTYPE_MLE_HASH"),
                    Map.entry(0x40AL, "EVTYPE_BIOSAC_REG_DATA"),
                    Map.entry(0x40BL, "EVTYPE_CPU_SCRTM_STAT"),
                    Map.entry(0x40CL, "EVTYPE_LCP_CONTROL_HASH"),
                    Map.entry(0x40DL, "EVTYPE_ELEMENTS_HASH"),
                    Map.entry(0x40EL, "EVTYPE_STM_HASH"),
                    Map.entry(0x40FL, "EVTYPE_OSSINITDATA_CAP_HASH"),
                    Map.entry(0x410L, "EVTYPE_SINIT_PUBKEY_HASH"),
                    Map.entry(0x411L, "EVTYPE_LCP_HASH"),
                    Map.entry(0x412L, "EVTYPE_LCP_DETAILS_HASH"),
                    Map.entry(0x413L, "EVTYPE_LCP_AUTHORITIES_HASH"),
                    Map.entry(0x414L, "EVTYPE_NV_INFO_HASH"),
                    Map.entry(0x415L, "EVTYPE_COLD_BOOT_BIOS_HASH"),
                    Map.entry(0x416L, "EVTYPE_KM_HASH"),
                    Map.entry(0x417L, "EVTYPE_BPM_HASH"),
                    Map.entry(0x418L, "EVTYPE_KM_INFO_HASH"),
                    Map.entry(0x419L, "EVTYPE_BPM_INFO_HASH"),
                    Map.entry(0x41AL, "EVTYPE_BOOT_POL_HASH"),
                    Map.entry(0x4FEL, "EVTYPE_RANDOM_VALUE"),
                    Map.entry(0x4FFL, "EVTYPE_CAP_VALUE"),
                    Map.entry(0x8000_0001L, "EV_EFI_VARIABLE_DRIVER_CONFIG"),
                    Map.entry(0x8000_0002L, "EV_EFI_VARIABLE_BOOT"),
                    Map.entry(0x8000_0003L, "EV_EFI_BOOT_SERVICES_APPLICATION"),
                    Map.entry(0x8000_0004L, "EV_EFI_BOOT_SERVICES_DRIVER"),
                    Map.entry(0x8000_0005L, "EV_EFI_RUNTIME_SERVICES_DRIVER"),
                    Map.entry(0x8000_0006L, "EV_EFI_GPT_EVENT"),
                    Map.entry(0x8000_0007L, "EV_EFI_ACTION"),
                    Map.entry(0x8000_0008L, "EV_EFI_PLATFORM_FIRMWARE_BLOB"),
                    Map.entry(0x8000_0009L, "EV_EFI_HANDOFF_TABLES"),
                    Map.entry(0x8000_000AL, "EV_EFI_PLATFORM_FIRMWARE_BLOB2"),
                    Map.entry(0x8000_000BL, "EV_EFI_HANDOFF_TABLES2"),
                    Map.entry(0x8000_000CL, "EV_EFI_VARIABLE_BOOT2"),
                    Map.entry(0x8000_000DL, "EV_EFI_GPT_EVENT2"),
                    Map.entry(0x8000_0010L, "EV_EFI_HCRTM_EVENT"),
                    Map.entry(0x8000_00E0L, "EV_EFI_VARIABLE_AUTHORITY"),
                    Map.entry(0x8000_00E1L, "EV_EFI_SPDM_FIRMWARE_BLOB"),
                    Map.entry(0x8000_00E2L, "EV_EFI_SPDM_FIRMWARE_CONFIG"),
                    Map.entry(0x8000_00E3L, "EV_EFI_SPDM_DEVICE_POLICY"),
                    Map.entry(0x8000_00E4L, "EV_EFI_SPDM_DEVICE_AUTHORITY"));

    public EventType {
        if (number < 0 || number > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("not 32 bits: " + number);
        }
    }

    /** Of those that only UEFI firmware knows. */
    public boolean isUefi() {
        return number >= VARIABLE_DRIVER_CONFIG.number();
    }

    /** The specification's name, or the number in hexadecimal. */
    public String text() {
        return NAMES.getOrDefault(number, String.format(Locale.ROOT, "0x%08x", number));
    }

    @Override
    public String toString() {
        return text();
    }
}
