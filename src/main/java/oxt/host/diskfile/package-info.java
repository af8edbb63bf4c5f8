/**
 * Disk files made elsewhere: what they say of themselves, checked before another program reads
 * them.
 *
 * <p>Pure but for reading the bytes. Whoever hands in a file may be hostile, and so may the guest
 * that once wrote it: nothing that a file names outside itself is ever followed, and every length
 * in it is bounded. Start at {@link oxt.host.diskfile.DiskFile}; what comes out, a {@link
 * oxt.host.diskfile.ReadableDisk}, is made by these checks alone.
 */
@NullMarked
package oxt.host.diskfile;

import org.jspecify.annotations.NullMarked;
