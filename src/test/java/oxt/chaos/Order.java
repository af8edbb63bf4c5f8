package oxt.chaos;

/** A request about the VM {@value World#VM}. */
record Order(String method, String path, String body) {

    /**
     * @param word what is to be done, as {@code start}
     */
    static Order of(String word) {
        return new Order("POST", "/v1/vms/work/" + word, "");
    }

    /** The VM is to be as the document says. */
    static Order change(String document) {
        return new Order("PUT", "/v1/vms/work", document);
    }

    /** With one parameter more. */
    String path(String parameter) {
        return path + (path.contains("?") ? "&" : "?") + parameter;
    }

    static Order removal(String path) {
        return new Order("DELETE", "/v1/vms/work/" + path, "");
    }
}
