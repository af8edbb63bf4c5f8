package oxt.host.image;

/** Is told, while an image is built, of each part that may take seconds. */
@FunctionalInterface
public interface BuildProgress {
    BuildProgress UNSEEN = _ -> {};

    /** A few words, such as "downloading 7 packages"; the part before it has ended. */
    void begins(String part);
}
