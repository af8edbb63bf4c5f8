@NullMarked
package oxt.daemon.http;

import org.jspecify.annotations.NullMarked;
