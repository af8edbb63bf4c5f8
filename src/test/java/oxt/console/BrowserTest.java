package oxt.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.CallerRole;
import oxt.client.HttpClient;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.daemon.TestDaemon;
import oxt.engine.sim.SimEngine;

/** The pages in a real browser, with VMs that are simulated. */
@Tag("guest")
class BrowserTest {
    private static final String NET = "{\"name\":\"net\",\"template\":\"network\"}";

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
    void somebody_logs_in_sees_their_vms_and_starts_one_by_its_plan()
            throws InterruptedException, IOException {
        make(NET);
        make(user("work"));
        make(user("personal"));
        console.owner(
                "/v1/people",
                "{\"name\":\"alice\",\"role\":\"operate\",\"password\":\"long enough\"}");
        browser.open(console.address() + "/");
        browser.awaitText("Log in");
        pictures("login");
        browser.eval("document.querySelector('input[name=name]').focus()");
        browser.type("alice");
        browser.key("Tab");
        browser.type("long enough");
        browser.key("Enter");
        browser.awaitText("3 of 3 VMs shown");
        browser.click("a[href='#/vms/work']");
        browser.await("document.querySelector('[data-power=start]')");
        browser.click("[data-power=start]");
        browser.awaitText("start device model");
        pictures("plan");
        browser.click("dialog button.primary");
        browser.await("document.querySelector('.ending.done')");
        pictures("done");
        browser.key("Escape");
        browser.await("document.querySelector('h1 + .state').textContent === 'running'");
        assertTrue(get("/v1/audit?after=0").contains(" for alice\""));
        // An operator is offered nothing that only an administrator may.
        assertTrue(browser.is("!document.body.innerText.includes('Remove')"));
        assertNothingStrange();
    }

    @Test
    void a_link_logs_in_and_its_secret_leaves_the_address_bar() throws InterruptedException {
        String link = console.link(CallerRole.VIEW);
        browser.open(link);
        browser.awaitText("0 of 0 VMs shown");
        assertEquals(console.address() + "/", browser.eval("location.href"));
        assertTrue(browser.is("document.body.innerText.includes('may view')"));
        browser.open(console.address() + "/#/doctor");
        browser.awaitText("The VMs are simulated");
        assertNothingStrange();
    }

    @Test
    void a_start_that_is_refused_says_every_reason_and_its_remedy()
            throws InterruptedException, IOException {
        make("{\"name\":\"huge\",\"memory\":\"4000GiB\",\"nics\":[]}");
        make("{\"name\":\"huge2\",\"memory\":\"4000GiB\",\"nics\":[]}");
        done("/v1/vms/huge/start");
        enter();
        browser.open(console.address() + "/#/vms/huge2");
        browser.click("[data-power=start]");
        browser.await("document.querySelector('dialog [data-code=not-enough-memory] .remedy')");
        pictures("refused");
        browser.key("Escape");
        browser.await("!document.querySelector('dialog')");
        assertNothingStrange();
    }

    @Test
    void a_setting_is_changed_with_its_plan_and_shown_as_of_the_next_start()
            throws InterruptedException, IOException {
        make("{\"name\":\"one\",\"nics\":[]}");
        done("/v1/vms/one/start");
        enter();
        browser.open(console.address() + "/#/vms/one/settings");
        browser.await("document.querySelector('input[name=memory]')");
        browser.eval("document.querySelector('input[name=memory]').value = '768MiB'");
        browser.click("form.quick button");
        browser.await("document.querySelector('dialog button.primary')");
        browser.click("dialog button.primary");
        browser.await("document.querySelector('.ending.done')");
        browser.key("Escape");
        browser.awaitText("at the next start");
        pictures("settings");
        assertTrue(get("/v1/vms/one").contains("\"memory\":\"768MiB\""));
        assertNothingStrange();
    }

    @Test
    void five_hundred_vms_are_listed_found_and_followed() throws InterruptedException, IOException {
        make(NET);
        for (int number = 1; number <= 499; number++) {
            make(user("vm-" + number));
        }
        for (int number = 1; number <= 10; number++) {
            done("/v1/vms/vm-" + number + "/start");
        }
        enter();
        browser.awaitText("500 of 500 VMs shown; 11 running");
        pictures("machines");
        browser.key("/");
        browser.type("vm-49");
        browser.awaitText("11 of 500 VMs shown");
        done("/v1/vms/vm-49/start");
        browser.await("document.querySelector('a[href=\"#/vms/vm-49\"] .state.running')");
        browser.open(console.address() + "/#/domains");
        browser.awaitText("serves 499 VMs");
        pictures("domains");
        assertNothingStrange();
    }

    @Test
    void the_daemon_goes_and_comes_back_under_an_open_page()
            throws InterruptedException, IOException {
        make("{\"name\":\"one\",\"nics\":[]}");
        enter();
        browser.awaitText("1 of 1 VMs shown");
        daemon.close();
        browser.await("!document.querySelector('.banner').hidden");
        browser.awaitText("goes on by itself");
        pictures("daemon-gone");
        daemon = TestDaemon.begin(folder, engine);
        browser.await("document.querySelector('.banner').hidden");
        make("{\"name\":\"two\",\"nics\":[]}");
        browser.awaitText("2 of 2 VMs shown");
        assertNothingStrange();
    }

    @Test
    void everything_is_reached_by_keyboard_with_a_visible_focus()
            throws InterruptedException, IOException {
        make("{\"name\":\"one\",\"nics\":[]}");
        make("{\"name\":\"two\",\"nics\":[]}");
        enter();
        browser.awaitText("2 of 2 VMs shown");
        browser.eval("document.querySelector('h1').focus()");
        for (int times = 0; times < 12 && !focusIs("a.tile"); times++) {
            browser.key("Tab");
        }
        assertTrue(focusIs("a.tile"));
        assertTrue(browser.is("getComputedStyle(document.activeElement).outlineStyle === 'solid'"));
        browser.key("ArrowRight");
        assertEquals("#/vms/two", browser.eval("document.activeElement.getAttribute('href')"));
        pictures("keyboard");
        browser.key("Enter");
        browser.await("document.activeElement.matches('h1')");
        browser.await("document.querySelector('[data-power=start]')");
        browser.key("Tab");
        assertEquals("start", browser.eval("document.activeElement.dataset.power"));
        browser.key("Enter");
        browser.await("document.activeElement.matches('dialog button.primary')");
        browser.key("Enter");
        browser.await("document.querySelector('.ending.done')");
        browser.key("Enter");
        browser.await("!document.querySelector('dialog')");
        browser.await("document.querySelector('h1 + .state').textContent === 'running'");
        assertNothingStrange();
    }

    @Test
    void every_page_is_there_in_both_colour_schemes_and_named_for_screen_readers()
            throws InterruptedException, IOException {
        make(NET);
        make(user("work"));
        make(user("personal"));
        done("/v1/vms/work/start");
        enter();
        for (String[] page :
                List.of(
                        new String[] {"", "3 of 3 VMs", "few-machines"},
                        new String[] {"vms/work", "is simulated", "screen"},
                        new String[] {"vms/work/serial", "and type", "serial"},
                        new String[] {"vms/work/settings", "Applies", "explain"},
                        new String[] {"vms/work/history", "the newest first", "history"},
                        new String[] {"domains", "serves 2 VMs", "few-domains"},
                        new String[] {"devices", "PCI functions", "devices"},
                        new String[] {"launch", "Measured by", "launch"},
                        new String[] {"audit", "the newest first", "audit"},
                        new String[] {"doctor", "This machine", "doctor"})) {
            browser.open(console.address() + "/#/" + page[0]);
            if (!page[2].equals("screen")) {
                browser.awaitText(page[1]);
            } else {
                browser.await("document.querySelector('.screen')");
            }
            assertEquals("1", browser.eval("document.querySelectorAll('h1').length"), page[0]);
            assertEquals(
                    "",
                    browser.eval(
                            "[...document.querySelectorAll('button, a, input, textarea')].filter("
                                    + "e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length"
                                    + ")).map(e => e.outerHTML).join()"),
                    page[0]);
            // From 1024 pixels on nothing has to be scrolled sideways.
            browser.size(1024, 768);
            assertTrue(browser.is("document.documentElement.scrollWidth <= innerWidth"), page[0]);
            browser.size(1280, 860);
            pictures(page[2]);
        }
        assertNothingStrange();
    }

    private boolean focusIs(String selector) {
        return browser.is("document.activeElement.matches('" + selector + "')");
    }

    private void pictures(String name) throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.colours(scheme);
            browser.picture(name + "-" + scheme);
        }
    }

    /** No script failed, the policy forbade nothing, and nobody else was asked. */
    private void assertNothingStrange() {
        assertEquals(List.of(), browser.complaints());
        assertEquals(
                List.of(),
                browser.requests().stream()
                        .filter(
                                address ->
                                        !address.startsWith(console.address() + "/")
                                                && !address.startsWith(
                                                        "blob:" + console.address() + "/")
                                                && !address.equals("about:blank"))
                        .toList());
    }

    private void enter() throws InterruptedException {
        browser.open(console.link(CallerRole.ADMINISTER));
        browser.await("document.querySelector('aside')");
    }

    private static String user(String name) {
        return "{\"name\":\""
                + name
                + "\",\"memory\":\"256MiB\",\"nics\":[{\"name\":\"lan\",\"backend\":\"net\"}]}";
    }

    private void make(String document) {
        send(
                Request.of(Request.Method.POST, "/v1/vms?wait-millis=20000")
                        .with(new Request.Body.Json(document)));
    }

    private void done(String path) {
        send(Request.of(Request.Method.POST, path + "?wait-millis=20000"));
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
