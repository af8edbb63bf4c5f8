package oxt.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.Bounds;
import oxt.api.CallerRole;
import oxt.api.Json;
import oxt.api.VmList;
import oxt.client.HttpClient;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.daemon.TestDaemon;
import oxt.engine.sim.SimEngine;
import oxt.host.crypto.PasswordLibrary;
import oxt.model.VmId;

/** Screens in a real browser, of VMs that are simulated and remember what was typed. */
@Tag("guest")
class ScreenPageTest {
    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private TestConsole console;
    private Browser browser;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        assumeTrue(Browser.isThere(), "there is no chromium");
        daemon = TestDaemon.begin(folder, engine);
        console = TestConsole.begin(folder);
        browser = Browser.open(folder.resolve("browser"));
        for (String name : List.of("one", "two")) {
            post("/v1/vms", "{\"name\":\"" + name + "\",\"display\":\"on\",\"nics\":[]}");
            post("/v1/vms/" + name + "/start", "");
        }
    }

    @AfterEach
    void end() {
        if (browser != null) {
            browser.close();
            console.close();
            daemon.close();
        }
    }

    @Test
    void what_is_typed_reaches_the_vm_in_focus_and_no_other()
            throws InterruptedException, IOException {
        browser.open(console.link(CallerRole.OPERATE));
        browser.await("document.querySelector('a[href=\"#/vms/one\"]')");
        browser.open(console.address() + "/#/vms/one");
        browser.await("document.querySelector('.screen.connected')");
        browser.await("document.querySelector('.where').textContent === 'Keys go to no VM.'");
        browser.await("document.querySelector('canvas').getBoundingClientRect().width > 200");
        browser.key("x");
        press("Type here");
        browser.await("document.querySelector('.screen.focused')");
        browser.await("document.activeElement.matches('canvas')");
        browser.key("a");
        TestDaemon.await("it was typed", () -> typed("one").contains("Key"));
        browser.picture("screen-focused");
        String before = typed("one");
        post("/v1/seat/focus", "{\"vm\":\"two\"}");
        browser.await("document.querySelector('.where').textContent === 'Keys go to two.'");
        browser.key("b");
        browser.open(console.address() + "/#/vms/two");
        browser.await("document.querySelector('.screen.connected.focused')");
        assertEquals("[]", typed("two"));
        assertEquals(before, typed("one"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void who_may_only_view_sees_the_screen_and_types_into_nothing() throws InterruptedException {
        post("/v1/seat/focus", "{\"vm\":\"one\"}");
        browser.open(console.link(CallerRole.VIEW));
        browser.await("document.querySelector('a.tile.focused[href=\"#/vms/one\"]')");
        browser.open(console.address() + "/#/vms/one");
        browser.await("document.querySelector('.screen.connected.focused')");
        browser.eval("document.querySelector('canvas').focus()");
        browser.key("a");
        browser.eval("document.querySelector('canvas').click()");
        assertEquals("[]", typed("one"));
        assertEquals(
                "0",
                browser.eval("document.querySelectorAll('.bar button:not([hidden])').length - 1"));
    }

    @Test
    void a_locked_seat_takes_no_key_until_its_password_was_typed()
            throws InterruptedException, IOException {
        assumeTrue(PasswordLibrary.find().isPresent(), "there is no libcrypt.so.1");
        send(
                Request.of(Request.Method.PUT, "/v1/seat/password")
                        .with(new Request.Body.Typed("correct horse")));
        browser.open(console.link(CallerRole.OPERATE));
        browser.await("document.querySelector('a[href=\"#/vms/one\"]')");
        browser.open(console.address() + "/#/vms/one");
        browser.await("document.querySelector('.screen.connected')");
        press("Type here");
        browser.await("document.querySelector('.screen.focused')");
        press("Lock");
        browser.await("document.querySelector('.where').textContent === 'The seat is locked.'");
        browser.eval("document.querySelector('canvas').focus()");
        browser.key("a");
        unlock("not this one");
        browser.awaitText("This is not the seat's password.");
        browser.picture("screen-locked");
        TestDaemon.await(
                "the seat takes a password again",
                () -> {
                    unlock("correct horse");
                    return get("/v1/seat").contains("\"lock\":\"open\"");
                });
        browser.await("document.querySelector('.where').textContent === 'Keys go to no VM.'");
        assertEquals("[]", typed("one"));
    }

    private void unlock(String password) {
        browser.eval("document.querySelector('.bar input').focus()");
        browser.type(password);
        browser.key("Enter");
    }

    private void press(String button) {
        browser.eval(
                "[...document.querySelectorAll('.bar button')].find(button => button.textContent"
                        + " === '"
                        + button
                        + "').click()");
    }

    private String typed(String name) {
        VmId vm =
                VmList.SHAPE
                        .read(Json.read(get("/v1/vms"), Bounds.REPLY).orThrow())
                        .orThrow()
                        .vms()
                        .stream()
                        .filter(each -> each.name().text().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .id();
        return engine.typed(vm).toString();
    }

    private void post(String path, String document) {
        Request request =
                Request.of(
                        Request.Method.POST,
                        path.startsWith("/v1/seat") ? path : path + "?wait-millis=20000");
        send(document.isEmpty() ? request : request.with(new Request.Body.Json(document)));
    }

    private String get(String path) {
        return send(Request.get(path));
    }

    private String send(Request request) {
        Reply reply = new HttpClient(TestDaemon.run(folder).resolve("api.sock")).send(request);
        assertEquals(200, reply.status(), reply.text());
        return reply.text();
    }
}
