/**
 * Guest images: built from Debian's packages without installing any, kept in a catalogue.
 *
 * <p>Not pure. Start at {@link oxt.host.image.ImageBuilder}, which makes an image, and {@link
 * oxt.host.image.ImageCatalogue}, which finds it again. The same packages give the same bytes. What
 * an image's folder holds is written down in {@link oxt.host.image.GuestImage}; the programs inside
 * the guests are in {@code src/main/resources/oxt/guest}.
 */
@NullMarked
package oxt.host.image;

import org.jspecify.annotations.NullMarked;
