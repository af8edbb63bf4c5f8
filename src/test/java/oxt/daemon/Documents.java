package oxt.daemon;

/** The VM documents that tests of the daemon send. */
final class Documents {
    static final String NET = "{\"name\":\"net\",\"template\":\"network\"}";
    static final String NET2 = "{\"name\":\"net2\",\"template\":\"network\"}";
    static final String WORK =
            """
            {"name":"work","memory":"256MiB","disks":[{"name":"data","blank":"64MiB"}]}""";

    private Documents() {}

    /** A VM without a network card. */
    static String alone(String name) {
        return "{\"name\":\"" + name + "\",\"memory\":\"256MiB\",\"nics\":[]}";
    }

    /** A VM with one network card behind a driver domain. */
    static String behind(String backend, String name) {
        return "{\"name\":\""
                + name
                + "\",\"memory\":\"256MiB\",\"nics\":[{\"name\":\"lan\",\"backend\":\""
                + backend
                + "\"}]}";
    }
}
