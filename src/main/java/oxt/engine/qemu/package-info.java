/**
 * VMs as QEMU processes, one each: the embedded default engine.
 *
 * <p>Lowering is pure ({@link oxt.engine.qemu.QemuArgs}); {@link oxt.engine.qemu.QemuEngine}
 * performs steps with what stands around it: disks, run folders, links, the process, and its
 * monitor. Whatever a process says (QMP, serial line, screen) is a claim of the guest's, read with
 * bounds. Who may reach which socket is said in {@link oxt.engine.files.RunFolders} and {@link
 * oxt.engine.qemu.Links}.
 */
@NullMarked
package oxt.engine.qemu;

import org.jspecify.annotations.NullMarked;
