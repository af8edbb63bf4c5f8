package oxt.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import oxt.guest.GuestShell;
import oxt.model.Firewall;
import oxt.model.Firewall.Ports;
import oxt.model.Firewall.Protocol;
import oxt.model.Firewall.Verdict;
import oxt.model.Uplink.HostAccess;
import oxt.model.VmName;

/**
 * Two clients behind a driver domain and a VM without a NIC: what they reach, what they do not, and
 * what becomes of them when the driver domain dies or is changed for another.
 *
 * <p>The guests are booted once for all tests; those that take something away come last.
 */
@Tag("guest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NetworkGuestsTest {
    private static final VmName NET = new VmName("net");
    private static final VmName NET2 = new VmName("net2");
    private static final VmName WORK = new VmName("work");
    private static final VmName PERSONAL = new VmName("personal");
    private static final VmName ALONE = new VmName("alone");

    /** One that this host's own name service must know too: where its packages come from. */
    private static final String SOME_NAME = sourceOfPackages();

    /** Getting an address and a route, under emulation, with other guests booting. */
    private static final Duration READY = Duration.ofSeconds(30);

    private TestHost place;
    private NetworkHost host;
    private Beyond beyond;
    private GuestShell work;
    private GuestShell personal;
    private String workAddress;
    private String personalAddress;

    @BeforeAll
    void boot() throws Exception {
        beyond = new Beyond();
        place = TestHost.open();
        host = new NetworkHost(place.engine());
        host.start(
                TestVms.driverDomain(NET, HostAccess.ALLOWED),
                TestVms.client(WORK, NET, Firewall.DEFAULT),
                TestVms.client(PERSONAL, NET, Firewall.DEFAULT),
                TestVms.alone(ALONE));
        work = host.shell(WORK);
        personal = host.shell(PERSONAL);
        workAddress = host.number(WORK).link().host(2);
        personalAddress = host.number(PERSONAL).link().host(2);
        work.until("ip route | grep -q default", READY);
        personal.until("ip route | grep -q default", READY);
        personal.run("httpd -p 8080 -h /etc; httpd -p 8081 -h /etc");
    }

    @AfterAll
    void end() throws Exception {
        if (host != null) {
            host.close();
        }
        if (place != null) {
            place.close();
        }
        beyond.close();
    }

    @Test
    @Order(1)
    void each_client_gets_the_address_of_its_own_link() throws Exception {
        assertTrue(work.run("ip -4 addr").text().contains(" " + workAddress + "/30 "));
        assertTrue(personal.run("ip -4 addr").text().contains(" " + personalAddress + "/30 "));
        assertTrue(work.run("ping -c 1 -W 2 " + gateway(WORK)).isGood());
    }

    @Test
    @Order(2)
    void a_client_fetches_a_page_from_beyond_its_driver_domain() throws Exception {
        GuestShell.Answer answer = fetch(work, beyond.url("/page"));
        assertTrue(answer.isGood() && answer.text().contains(Beyond.PAGE), answer::text);
    }

    @Test
    @Order(3)
    void a_client_resolves_names() throws Exception {
        assumeTrue(isKnown(SOME_NAME), "this host's own name service does not know " + SOME_NAME);
        GuestShell.Answer answer = work.run("nslookup -type=a " + SOME_NAME);
        assertTrue(answer.isGood(), answer::text);
    }

    @Test
    @Order(4)
    void a_client_learns_no_other_clients_name() throws Exception {
        assertFalse(work.run("nslookup -type=a personal").isGood());
        assertFalse(work.run("nslookup -type=a work").isGood());
    }

    @Test
    @Order(5)
    void a_vm_without_a_nic_reaches_nothing() throws Exception {
        GuestShell alone = host.shell(ALONE);
        assertEquals("lo\n", alone.run("ls /sys/class/net").text());
        assertFalse(fetch(alone, beyond.url("/alone")).isGood());
        assertFalse(alone.run("ping -c 1 -W 1 " + personalAddress).isGood());
        assertEquals(List.of(), beyond.visits("/alone"));
    }

    @Test
    @Order(6)
    void no_process_of_a_vm_listens_on_a_tcp_port() throws Exception {
        String folder = place.folder().toString();
        assertTrue(OpenPorts.processes(folder).size() >= 4);
        assertEquals(List.of(), OpenPorts.ofProcessesNaming(folder));
    }

    @Test
    @Order(6)
    void the_driver_domain_has_room_for_all_connections_that_its_clients_may_have()
            throws Exception {
        String most = "cat /proc/sys/net/netfilter/nf_conntrack_max";
        assertEquals("65536\n", host.shell(NET).run(most).text());
    }

    @Test
    @Order(7)
    void a_client_does_not_reach_another() throws Exception {
        assertTrue(fetch(personal, "http://127.0.0.1:8080/passwd").isGood(), "nothing to reach");
        assertRefused(fetch(work, "http://" + personalAddress + ":8080/passwd"));
        for (int address = 0; address < 4; address++) {
            String there = host.number(PERSONAL).link().host(address);
            assertFalse(work.run("ping -c 1 -W 1 " + there).isGood(), there);
        }
    }

    @Test
    @Order(8)
    void a_client_does_not_get_through_with_an_address_that_is_not_its_own() throws Exception {
        String ping = "ping -c 1 -W 1 -I %s " + gateway(WORK);
        work.run("ip addr add " + personalAddress + "/32 dev eth0");
        assertFalse(work.run(ping.formatted(personalAddress)).isGood());
        assertTrue(work.run(ping.formatted(workAddress)).isGood());
        work.run("ip addr del " + personalAddress + "/32 dev eth0");
        String mac = work.run("cat /sys/class/net/eth0/address").text().strip();
        work.run("ip link set eth0 address 02:00:5e:00:53:01");
        assertFalse(work.run(ping.formatted(workAddress)).isGood());
        work.run("ip link set eth0 address " + mac);
        work.until(ping.formatted(workAddress), READY);
    }

    @Test
    @Order(9)
    void a_rule_that_names_a_vm_opens_just_what_it_says() throws Exception {
        Firewall.Rule rule =
                new Firewall.Rule(
                        Verdict.ALLOW,
                        Protocol.TCP,
                        new Firewall.Target.OtherVm(PERSONAL),
                        new Ports(8080, 8080));
        host.change(TestVms.client(WORK, NET, new Firewall(Verdict.ALLOW, List.of(rule))));
        work.run("httpd -p 8080 -h /etc");
        assertTrue(fetch(work, "http://" + personalAddress + ":8080/passwd").isGood());
        assertRefused(fetch(work, "http://" + personalAddress + ":8081/passwd"));
        assertFalse(work.run("ping -c 1 -W 1 " + personalAddress).isGood());
        assertRefused(fetch(personal, "http://" + workAddress + ":8080/passwd"));
        host.change(TestVms.client(WORK, NET, Firewall.DEFAULT));
        assertRefused(fetch(work, "http://" + personalAddress + ":8080/passwd"));
    }

    @Test
    @Order(10)
    void the_host_is_refused_unless_allowed_also_to_connections_that_are_open() throws Exception {
        Trickle open = beyond.trickle("/open");
        work.run("wget -q -O /dev/null " + beyond.url("/open") + " &");
        assertTrue(open.awaitDrops(3, READY));
        host.change(TestVms.driverDomain(NET, HostAccess.REFUSED));
        assertTrue(open.awaitEnd(Duration.ofSeconds(10)), "the open connection goes on");
        assertRefused(fetch(work, beyond.url("/refused")));
        assertEquals(List.of(), beyond.visits("/refused"));
        host.change(TestVms.driverDomain(NET, HostAccess.ALLOWED));
        assertTrue(fetch(work, beyond.url("/page")).isGood());
    }

    @Test
    @Order(11)
    void what_is_open_stays_open_when_others_rules_change() throws Exception {
        Trickle open = beyond.trickle("/kept");
        work.run("wget -q -O /run/kept " + beyond.url("/kept") + " &");
        assertTrue(open.awaitDrops(3, READY));
        host.change(TestVms.client(PERSONAL, NET, new Firewall(Verdict.REFUSE, List.of())));
        assertRefused(fetch(personal, beyond.url("/refused")));
        assertFalse(personal.run("nslookup -type=a " + SOME_NAME).isGood());
        int size = Integer.parseInt(work.run("stat -c %s /run/kept").text().strip());
        work.until("[ $(stat -c %s /run/kept) -gt " + size + " ]", READY);
        host.change(TestVms.client(PERSONAL, NET, Firewall.DEFAULT));
        work.run("killall wget");
    }

    @Test
    @Order(12)
    void with_its_driver_domain_dead_nothing_gets_out_and_with_it_back_all_does() throws Exception {
        String beat = "timeout 2 wget -q -O /dev/null " + beyond.url("/beat");
        work.run("(while :; do " + beat + "; usleep 100000; done) > /dev/null 2>&1 &");
        awaitVisit("/beat", 0);
        host.kill(NET);
        long died = System.nanoTime();
        host.settle();
        int before = beyond.visits("/beat").size();
        assertEquals("0", work.run("cat /sys/class/net/eth0/carrier").text().strip());
        assertFalse(work.run("timeout 3 wget -q -O /dev/null " + beyond.url("/dead")).isGood());
        assertEquals(List.of(), beyond.visits("/dead"));
        assertEquals(before, beyond.visits("/beat").size());

        long restarted = System.nanoTime();
        host.start(TestVms.driverDomain(NET, HostAccess.ALLOWED));
        long back = awaitVisit("/beat", before).atNanos();
        measured("outage until its driver domain was back", died, back);
        measured("restart of the driver domain to first page", restarted, back);
        assertTrue(fetch(work, beyond.url("/page")).isGood());
        work.run("kill %1");
    }

    @Test
    @Order(13)
    void a_client_that_runs_moves_to_another_driver_domain() throws Exception {
        host.start(TestVms.driverDomain(NET2, HostAccess.ALLOWED));
        long began = System.nanoTime();
        host.change(TestVms.client(WORK, NET2, Firewall.DEFAULT));
        work.until("timeout 2 wget -q -O /dev/null " + beyond.url("/moved"), READY);
        measured(
                "move to another driver domain",
                began,
                beyond.visits("/moved").getFirst().atNanos());
        host.kill(NET);
        host.settle();
        assertTrue(fetch(work, beyond.url("/page")).isGood());
        assertFalse(fetch(personal, beyond.url("/left-behind")).isGood());
        assertEquals(List.of(), beyond.visits("/left-behind"));
    }

    private String gateway(VmName client) {
        return host.number(client).link().host(1);
    }

    private static GuestShell.Answer fetch(GuestShell shell, String url) throws Exception {
        return shell.run("timeout 5 wget -q -O - " + url, Duration.ofSeconds(20));
    }

    /** Told at once; a wait that runs out reads otherwise. */
    private static void assertRefused(GuestShell.Answer answer) {
        assertFalse(answer.isGood(), answer::text);
        assertTrue(answer.text().contains("Connection refused"), answer::text);
    }

    /** The first visit after so many. */
    private Beyond.Visit awaitVisit(String path, int before) throws InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        while (beyond.visits(path).size() <= before) {
            assertTrue(System.nanoTime() - end < 0, "nobody came to " + path);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return beyond.visits(path).get(before);
    }

    /** In the test's report: nobody has promised a number yet. */
    private static void measured(String what, long fromNanos, long toNanos) {
        System.out.println(what + ": " + (toNanos - fromNanos) / 1_000_000 + " ms");
    }

    private static String sourceOfPackages() {
        Pattern host = Pattern.compile("(?m)^(?:URIs:|deb) .*?https?://([a-z0-9.-]+)");
        List<Path> files = new ArrayList<>(List.of(Path.of("/etc/apt/sources.list")));
        try (Stream<Path> more = Files.list(Path.of("/etc/apt/sources.list.d"))) {
            more.sorted().forEach(files::add);
            for (Path file : files) {
                Matcher found = host.matcher(Files.exists(file) ? Files.readString(file) : "");
                if (found.find()) {
                    return found.group(1);
                }
            }
            return "name.invalid";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isKnown(String name) {
        try {
            return InetAddress.getAllByName(name).length > 0;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
