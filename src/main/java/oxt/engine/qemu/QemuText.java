package oxt.engine.qemu;

import com.google.gson.JsonObject;

/** Text as QEMU's command line wants it. */
final class QemuText {
    private QemuText() {}

    /** As the value of an option, where a comma ends it and two are one. */
    static String option(String text) {
        return text.replace(",", ",,");
    }

    static JsonObject file(String path) {
        JsonObject file = new JsonObject();
        file.addProperty("driver", "file");
        file.addProperty("filename", path);
        return file;
    }
}
