/**
 * What engines keep of VMs on this host's file systems: disks, overlays, run folders, saved states,
 * logs, and whose they are.
 *
 * <p>Not pure. No engine of its own: the engines use it and never each other. Start at {@link
 * oxt.engine.files.Layout}, which says where what is.
 */
@NullMarked
package oxt.engine.files;

import org.jspecify.annotations.NullMarked;
