package oxt.daemon.seat;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The far end of a talk: whoever looks at the picture. */
public interface Viewer {

    /** Returns when the bytes are with the viewer; an exception where it is gone or too slow. */
    void show(ByteBuffer bytes) throws IOException, InterruptedException;

    /** Nothing comes any more, and why. */
    void end(String why);
}
