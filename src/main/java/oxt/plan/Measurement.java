package oxt.plan;

import oxt.model.Digest;

/** What a part of a VM was found to be, before a plan. */
public sealed interface Measurement {

    /** Its path, for people. */
    String file();

    record Found(String file, FileStamp stamp, Digest digest) implements Measurement {}

    /**
     * What it is cannot be said, or not be relied upon.
     *
     * @param why after the file's name: "is a folder"
     */
    record Unusable(String file, String why, String remedy) implements Measurement {}
}
