/**
 * The PCI functions of this machine: what they are, how each can be reset, and what the host itself
 * uses them for. Start at {@link oxt.host.pci.PciBus}.
 */
@NullMarked
package oxt.host.pci;

import org.jspecify.annotations.NullMarked;
