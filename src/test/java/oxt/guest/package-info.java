/** What tests with real guests share. Start at {@link oxt.guest.GuestShell}. */
@NullMarked
package oxt.guest;

import org.jspecify.annotations.NullMarked;
