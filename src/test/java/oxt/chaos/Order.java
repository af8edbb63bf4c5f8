package oxt.chaos;

/** A request about the VM {@value World#VM}. */
record Order(String method, String path, String body) {

    /**
     * @param word what is to be done, as {@code start}
     */
    static Order of(String word) {
        return new Order("POST", "/v1/vms/work/" + word, "");
    }
}
