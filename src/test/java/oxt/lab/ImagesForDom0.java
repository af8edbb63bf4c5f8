package oxt.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oxt.chaos.SmallGuest;
import oxt.guest.GuestImages;
import oxt.host.image.Recipe;

/**
 * {@code java oxt.lab.ImagesForDom0 KERNEL FOLDER}: builds the guests that test classes start in
 * dom0, where no archive is within reach, as the tests of this machine have them; and puts the
 * smallest guest, of that kernel, into the folder, as an image too.
 */
final class ImagesForDom0 {
    private ImagesForDom0() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        var _ =
                GuestImages.with(
                        Recipe.MINIMAL, Recipe.NETWORK, Recipe.NETWORK_HARDWARE, Recipe.STORAGE);
        SmallGuest.put(Path.of(words[1]), Files.readAllBytes(Path.of(words[0])));
    }
}
