package oxt.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.api.CallerRole;
import oxt.api.TaskState;
import oxt.daemon.DaemonProcess;
import oxt.daemon.GuestFolder;
import oxt.daemon.TestClient;
import oxt.daemon.TestDaemon;
import oxt.host.image.Recipe;

/** Screens of real guests in a real browser, and keys that the guests themselves say have come. */
@Tag("guest")
class ScreenGuestTest {
    private static final String VM =
            "{\"name\":\"%s\",\"memory\":\"128MiB\",\"display\":\"on\",\"nics\":[],"
                    + "\"boot\":{\"firmware\":\"direct-kernel\",\"image\":\"minimal\"}}";

    private static final String RECORD =
            "echo a picture > /dev/tty1;"
                    + " for e in /dev/input/event*; do cat $e >> /keys 2> /dev/null & done; echo on";

    /** How often the key A (30) went down, as the kernel's record of an event has it. */
    private static final String COUNT =
            "od -An -v -tx1 /keys | tr -d ' \\\\n' | grep -o 01001e0001000000 | wc -l";

    /** Of every dot, whether one of them is not black. */
    private static final String SHOWS_SOMETHING =
            "(() => { const canvas = document.querySelector('canvas'); return canvas.width > 0 &&"
                    + " canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data"
                    + ".some((value, index) => index % 4 !== 3 && value > 0); })()";

    @Test
    void a_key_reaches_the_guest_whose_screen_has_the_focus_and_no_other() throws Exception {
        assumeTrue(Browser.isThere(), "there is no chromium");
        try (GuestFolder guests = GuestFolder.with(Recipe.MINIMAL);
                DaemonProcess daemon = guests.daemon();
                TestConsole console = TestConsole.begin(guests.path());
                Browser browser = Browser.open(guests.path().resolve("browser"))) {
            TestClient client = daemon.client();
            for (String name : List.of("work", "personal")) {
                assertEquals(TaskState.DONE, client.done("/v1/vms", VM.formatted(name)).state());
                assertEquals(TaskState.DONE, client.done("/v1/vms/" + name + "/start", "").state());
                assertTrue(run(client, name, RECORD).contains("on"));
            }
            browser.open(console.link(CallerRole.OPERATE));
            browser.await("document.querySelector('a[href=\"#/vms/work\"]')");
            browser.open(console.address() + "/#/vms/work");
            browser.await("document.querySelector('.screen.connected')");
            browser.await(SHOWS_SOMETHING);
            browser.eval(
                    "[...document.querySelectorAll('.bar button')].find(button =>"
                            + " button.textContent === 'Type here').click()");
            browser.await("document.querySelector('.screen.focused')");
            browser.await("document.activeElement.matches('canvas')");
            browser.key("a");
            TestDaemon.await("the key arrives", () -> count(client, "work") == 1);
            browser.picture("screen-of-a-guest");
            assertEquals(0, count(client, "personal"));

            browser.open(console.address() + "/#/");
            browser.await("document.querySelector('a[href=\"#/vms/work\"] img:not([hidden])')");
            browser.picture("machines-with-guests");
        }
    }

    private static int count(TestClient client, String vm) {
        String said = run(client, vm, COUNT);
        int at = said.indexOf("out 2\n");
        return at < 0 ? -1 : Integer.parseInt(said.substring(at + 6, at + 7));
    }

    private static String run(TestClient client, String vm, String command) {
        return client.post(
                        "/v1/vms/" + vm + "/run?patience-seconds=120",
                        "{\"command\":[\"sh\",\"-c\",\"" + command + "\"]}")
                .body();
    }
}
