package oxt.lab;

import oxt.guest.GuestImages;
import oxt.host.image.Recipe;

/**
 * {@code java oxt.lab.ImagesForDom0}: builds the guests that test classes start in dom0, where no
 * archive is within reach, as the tests of this machine have them.
 */
final class ImagesForDom0 {
    private ImagesForDom0() {}

    public static void main(String[] none) throws InterruptedException {
        var _ =
                GuestImages.with(
                        Recipe.MINIMAL, Recipe.NETWORK, Recipe.NETWORK_HARDWARE, Recipe.STORAGE);
    }
}
