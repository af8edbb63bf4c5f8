package oxt.chaos;

/** VMs of the smallest guest, as documents. */
final class Documents {
    private static final String COMMON =
            "\"memory\":\"64MiB\",\"display\":\"off\",\"boot\":{\"firmware\":\"direct-kernel\","
                    + "\"image\":\"small\"}";

    private Documents() {}

    /** The driver domain. Its guest has no agent: links to it are plugged, and lead to nobody. */
    static String net() {
        return "{\"name\":\"net\",\"role\":\"network\",\"nics\":[]," + COMMON + "}";
    }

    /** A VM with everything that a start makes: a disk that stays, one that is fresh, a link. */
    static String vm(String name) {
        return vm(name, "", "");
    }

    /** The same with one more of each, the disk that stays with the name {@code more}. */
    static String more(String name) {
        return vm(
                name,
                ",{\"name\":\"wan\",\"backend\":\"net\"}",
                ",{\"name\":\"more\",\"blank\":\"4MiB\"},"
                        + "{\"name\":\"empty\",\"blank\":\"4MiB\",\"mode\":\"fresh\"}");
    }

    private static String vm(String name, String moreNics, String moreDisks) {
        return "{\"name\":\""
                + name
                + "\","
                + COMMON
                + ",\"nics\":[{\"name\":\"lan\",\"backend\":\"net\"}"
                + moreNics
                + "],\"disks\":[{\"name\":\"data\",\"blank\":\"4MiB\"},"
                + "{\"name\":\"scratch\",\"blank\":\"4MiB\",\"mode\":\"fresh\"}"
                + moreDisks
                + "]}";
    }

    /** A VM that disposables can be made of. */
    static String template(String name) {
        return "{\"name\":\""
                + name
                + "\","
                + COMMON
                + ",\"nics\":[{\"name\":\"lan\",\"backend\":\"net\"}],"
                + "\"disks\":[{\"name\":\"data\",\"blank\":\"4MiB\"}]}";
    }

    /** A VM with nothing but its processor. */
    static String plain(String name) {
        return "{\"name\":\"" + name + "\",\"nics\":[]," + COMMON + "}";
    }
}
