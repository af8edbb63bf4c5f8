/** Made-up hosts and VMs for property tests. Every failure prints the seed that makes it again. */
@NullMarked
package oxt.made;

import org.jspecify.annotations.NullMarked;
