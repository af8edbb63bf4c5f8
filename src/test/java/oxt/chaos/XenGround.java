package oxt.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.daemon.DaemonProcess;
import oxt.daemon.SteppedDaemon;

/**
 * Xen below this machine, the lab's dom0; both VMs run the smallest guest, which is a driver domain
 * as far as xenstore goes.
 */
record XenGround() implements Ground {
    private static final Path IMAGES =
            Path.of(System.getProperty("oxt.guest-images", "target/guest-images"), "images");

    private static final String DEVICE_MODEL = "/usr/libexec/xen-qemu-system-i386";
    private static final String XL = "/usr/lib/xen-4.20/bin/xl";

    /** Of a device model's words, and of xl's. */
    private static final Pattern DOMAIN = Pattern.compile("-xen-domid (\\d+)");

    private static final Pattern CONFIGURATION = Pattern.compile("/vms/([-0-9a-f]+)/");

    private static final Pattern NAME = Pattern.compile("/local/domain/(\\d+)/name = \"(.*)\"");
    private static final Pattern CARD =
            Pattern.compile("/local/domain/(\\d+)/backend/vif/\\d+/\\d+/mac = .*");

    /**
     * Without the cache of {@link QuickDaemon}: to make it takes as long there as twenty starts.
     */
    @Override
    public DaemonProcess.Program daemon(Path gate) {
        return new DaemonProcess.Program(
                SteppedDaemon.class.getName(),
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-D" + SteppedDaemon.GATE + "=" + gate),
                System.getProperty("java.class.path"),
                Map.of());
    }

    @Override
    public void putImages(Path state) throws IOException {
        SmallGuest.put(state, Files.readAllBytes(IMAGES.resolve("small/vmlinuz")));
    }

    @Override
    public String driverDomain() {
        return Documents.net();
    }

    @Override
    public boolean isServing(World world) {
        return world.client().get("/v1/vms/net/log").body().contains(life());
    }

    @Override
    public String life() {
        return "~# ";
    }

    /** Also domains that no daemon knows, and cards that their driver domain still has. */
    @Override
    public List<String> belongings(Path folder) {
        TreeSet<String> all = new TreeSet<>(Belongings.files(folder));
        for (String line : said("xl", "list").lines().skip(1).toList()) {
            all.add("domain " + line.split(" ", 2)[0]);
        }
        Map<String, String> names = new HashMap<>();
        List<String> cards = new ArrayList<>();
        for (String line : said("xenstore-ls", "-f", "/local/domain").lines().toList()) {
            Matcher name = NAME.matcher(line);
            Matcher card = CARD.matcher(line);
            if (name.matches()) {
                names.put(name.group(1), name.group(2));
            } else if (card.matches()) {
                cards.add(card.group(1));
            }
        }
        names.values().forEach(name -> all.add("in xenstore: domain " + name));
        cards.forEach(number -> all.add("a card in domain " + names.get(number)));
        all.add("device models: " + running(DEVICE_MODEL).size());
        all.add("of xl: " + running(XL).size());
        return List.copyOf(all);
    }

    /** Whoever served a domain that is gone finds out a little later, and ends. */
    @Override
    public boolean isSettled() {
        String domains = said("xenstore-ls", "-f", "/local/domain");
        return running(DEVICE_MODEL).stream().allMatch(words -> serves(DOMAIN, words, domains))
                && running(XL).stream().allMatch(words -> serves(CONFIGURATION, words, domains));
    }

    /** Whether what the pattern finds in a program's words is in the list of domains. */
    private static boolean serves(Pattern pattern, String words, String domains) {
        Matcher named = pattern.matcher(words);
        return named.find()
                && (domains.contains("/local/domain/" + named.group(1) + "/name = ")
                        || domains.contains("/vm = \"/vm/" + named.group(1) + "\""));
    }

    @Override
    public void clear(Path folder) {
        destroy(World.VM);
        destroy(World.NET);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(200);
    }

    /** As a person who goes around oxt. */
    static void destroy(String vm) {
        String _ = said("xl", "destroy", vm);
    }

    /** The words of each of its processes. */
    private static List<String> running(String program) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::info)
                .filter(process -> process.command().orElse("").equals(program))
                .map(process -> process.commandLine().orElse(""))
                .toList();
    }

    static String said(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
