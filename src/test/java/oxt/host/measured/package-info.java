@NullMarked
package oxt.host.measured;

import org.jspecify.annotations.NullMarked;
