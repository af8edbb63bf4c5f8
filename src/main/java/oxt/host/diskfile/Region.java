package oxt.host.diskfile;

/** Where in a file something lies, in bytes. */
public record Region(long offset, long length) {
    public Region {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("no region: " + offset + "+" + length);
        }
    }

    static Region all(Content content) {
        return new Region(0, content.size());
    }
}
