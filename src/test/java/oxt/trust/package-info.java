@NullMarked
package oxt.trust;

import org.jspecify.annotations.NullMarked;
