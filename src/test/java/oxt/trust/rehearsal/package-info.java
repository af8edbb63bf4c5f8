@NullMarked
package oxt.trust.rehearsal;

import org.jspecify.annotations.NullMarked;
