package oxt.plan;

/**
 * Which file it is, and when it was touched last: of two looks that find the same one, nobody has
 * written to the file between them without becoming root.
 *
 * @param modifiedNanos of its content, since 1970
 * @param changedNanos of its content, its owner, its permissions or its name; no program can set it
 */
public record FileStamp(
        long device, long inode, long size, long modifiedNanos, long changedNanos) {}
