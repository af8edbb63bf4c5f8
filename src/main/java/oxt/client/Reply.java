package oxt.client;

import java.nio.charset.StandardCharsets;

/** A whole reply: its status, its media type, and what it says. */
public final class Reply {
    private final int status;
    private final String type;
    private final byte[] body;

    Reply(int status, String type, byte[] body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status < 300;
    }

    public String type() {
        return type;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return body.clone();
    }
}
