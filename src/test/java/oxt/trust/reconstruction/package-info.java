@NullMarked
package oxt.trust.reconstruction;

import org.jspecify.annotations.NullMarked;
