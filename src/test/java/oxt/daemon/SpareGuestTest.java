package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.host.Deadline;
import oxt.host.image.Recipe;

/** A real guest whose driver domain's process is killed while another stands by. */
@Tag("guest")
class SpareGuestTest {
    private static final String WORK =
            "{\"name\":\"work\",\"memory\":\"128MiB\",\"display\":\"off\",\"nics\":[{\"name\":"
                    + "\"lan\",\"backend\":\"net\",\"spare\":\"net2\"}]}";
    private static final String DOMAIN = "{\"name\":\"%s\",\"template\":\"network\"}";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * Asks the gateway until told to stop and says each time it answers, by the guest's own clock.
     */
    private static final String ASK =
            "while ! ip route | grep -q default; do sleep 0.2; done;"
                    + " set -- $(ip route | grep default); ip -4 addr show dev eth0 | grep inet;"
                    + " while [ ! -e /run/enough ]; do"
                    + " timeout 1 ping -c 1 $3 > /dev/null 2>&1 && read up rest < /proc/uptime"
                    + " && echo at $up && echo $up > /run/answered;"
                    + " sleep 0.05; done;"
                    + " ip -4 addr show dev eth0 | grep inet";

    private static final String COUNT =
            "last=$(cat /run/answered 2> /dev/null); n=0; t=0;"
                    + " while [ $n -lt 3 ] && [ $t -lt 300 ]; do sleep 0.5; t=$((t + 1));"
                    + " now=$(cat /run/answered 2> /dev/null);"
                    + " if [ x$now != x$last ]; then n=$((n + 1)); last=$now; fi; done;"
                    + " echo answered $n";

    private static final Pattern CHUNK = Pattern.compile("(?m)^[0-9a-fA-F]{1,5}\r\n");
    private static final Pattern ANSWER = Pattern.compile("at ([0-9]+)\\.([0-9]{2})");
    private static final Pattern ADDRESS = Pattern.compile("inet ([0-9./]+)");

    private final GuestFolder guests;

    SpareGuestTest() throws IOException, InterruptedException {
        guests = GuestFolder.with(Recipe.MINIMAL, Recipe.NETWORK);
    }

    @AfterEach
    void takeAway() {
        guests.close();
    }

    @Test
    void a_client_goes_on_by_its_spare_with_the_same_address_when_its_driver_domain_is_killed()
            throws Exception {
        try (DaemonProcess daemon = guests.daemon()) {
            TestClient client = daemon.client();
            client.done("/v1/vms", DOMAIN.formatted("net"));
            client.done("/v1/vms", DOMAIN.formatted("net2"));
            client.done("/v1/vms", WORK);
            client.done("/v1/vms/work/start", "");
            assertEquals("running", client.state("net2").orElseThrow());

            await(
                    "the guest's agent is there",
                    () -> command(client, "echo agent-is-up").contains("agent-is-up"));
            awaitServing(daemon, "net2", 0);
            CompletableFuture<String> asking =
                    CompletableFuture.supplyAsync(() -> command(client, ASK));
            awaitAnswers(client);
            kill("net");
            await("the spare has the link", () -> through(client).equals("net2"));
            awaitAnswers(client);
            await(
                    "what net's run held is cleared away",
                    () -> daemon.log().contains("tidy net for oxtd: done"));
            int before = servings(daemon, "net");
            client.done("/v1/vms/net/start", "");
            awaitServing(daemon, "net", before);
            awaitAnswers(client);
            assertEquals("net2", through(client), "the link stays where it is");
            kill("net2");
            await("the first has the link again", () -> through(client).equals("net"));
            awaitAnswers(client);
            command(client, "touch /run/enough");

            String said = asking.get(2, TimeUnit.MINUTES);
            List<Long> gaps = gaps(said);
            System.out.println(
                    "outage seen by a client whose driver domain is killed and whose spare runs: "
                            + gaps.getFirst()
                            + " ms and "
                            + gaps.get(1)
                            + " ms; longest wait for an answer else: "
                            + gaps.get(2)
                            + " ms");
            List<String> addresses =
                    ADDRESS.matcher(said).results().map(it -> it.group(1)).toList();
            assertEquals(2, addresses.size(), said);
            assertEquals(addresses.getFirst(), addresses.getLast());
        }
    }

    /** Its guest has booted and said that it serves what it should. */
    private static void awaitServing(DaemonProcess daemon, String domain, int before)
            throws InterruptedException {
        await(domain + " serves", () -> servings(daemon, domain) > before);
    }

    private static int servings(DaemonProcess daemon, String domain) {
        return daemon.log().split("serve " + domain + " for", -1).length - 1;
    }

    /** Several, and from now on; the guest counts by itself, as each command costs it its time. */
    private static void awaitAnswers(TestClient client) {
        String said = command(client, COUNT);
        assertTrue(said.contains("answered 3"), said);
    }

    private static String through(TestClient client) {
        Matcher backend =
                Pattern.compile("\"backend\":\"([a-z0-9]+)\",\"mac\"")
                        .matcher(client.get("/v1/vms/work").body());
        assertTrue(backend.find());
        return backend.group(1);
    }

    private void kill(String domain) {
        DaemonProcess.machines(guests.path()).stream()
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .filter(each -> each.info().commandLine().orElse("").contains("=" + domain + ","))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static void await(String what, java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        assertTrue(Deadline.after(PATIENCE).await(condition), () -> "never: " + what);
    }

    /** Between two answers, in milliseconds, the longest first. */
    private static List<Long> gaps(String said) {
        List<Long> gaps = new ArrayList<>();
        long last = -1;
        Matcher answer = ANSWER.matcher(said);
        while (answer.find()) {
            long at = Long.parseLong(answer.group(1)) * 1000 + Long.parseLong(answer.group(2)) * 10;
            if (last >= 0) {
                gaps.add(at - last);
            }
            last = at;
        }
        gaps.sort(java.util.Comparator.reverseOrder());
        return gaps;
    }

    private static String command(TestClient client, String script) {
        String body = "{\"command\":[\"sh\",\"-c\",\"" + script + "\"]}";
        String reply = client.post("/v1/vms/work/run", body).body();
        return CHUNK.matcher(reply).replaceAll("").replace("\r\n", "");
    }
}
