/** Tests of the documents. */
@NullMarked
package oxt.api;

import org.jspecify.annotations.NullMarked;
