/** Files of the corpus, files that qemu-img makes, and hostile ones. */
@NullMarked
package oxt.host.diskfile;

import org.jspecify.annotations.NullMarked;
