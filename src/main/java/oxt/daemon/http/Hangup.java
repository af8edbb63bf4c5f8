package oxt.daemon.http;

import java.time.Duration;

/** Whether the client of a stream has gone; silence alone does not tell. */
interface Hangup {

    boolean isGone();

    /** Waits; less long where the client goes. */
    void sleep(Duration patience) throws InterruptedException;
}
