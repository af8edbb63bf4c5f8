package oxt.model;

/** The name of an image, as people write it: {@code minimal}. */
public record ImageName(String text) implements Comparable<ImageName> {
    public ImageName {
        Names.check(text);
    }

    @Override
    public int compareTo(ImageName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
