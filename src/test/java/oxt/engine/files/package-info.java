/** Tests of what all engines keep on disk. */
@NullMarked
package oxt.engine.files;

import org.jspecify.annotations.NullMarked;
