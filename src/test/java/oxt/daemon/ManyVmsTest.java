package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.api.VmList;
import oxt.api.VmState;
import oxt.api.VmSummary;
import oxt.daemon.http.Limits;
import oxt.daemon.work.HostFacts;
import oxt.engine.HookedEngine;
import oxt.engine.sim.SimEngine;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.ImagePart;
import oxt.plan.Slot;
import oxt.plan.Step;

/** Many VMs at once: nobody waits for the others, and nothing is given twice. */
class ManyVmsTest {
    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();

    @Test
    void twenty_starts_do_not_keep_a_read_waiting() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        HookedEngine.Hook hold =
                step -> {
                    if (step instanceof Step.StartDeviceModel) {
                        released.await();
                    }
                };
        HookedEngine slow = new HookedEngine(engine, hold, HookedEngine.Hook.NOTHING);
        try (TestDaemon daemon = TestDaemon.begin(folder, slow)) {
            TestClient client = daemon.client();
            List<TaskReply> tasks = new ArrayList<>();
            for (int count = 0; count < 20; count++) {
                client.done("/v1/vms", Documents.alone("vm-" + count));
                TestClient.Reply reply = client.post("/v1/vms/vm-" + count + "/start", "");
                assertEquals(202, reply.status());
                tasks.add(reply.task());
            }
            // Not one of them can end before it is released: these answers waited for none.
            List<VmSummary> list = VmList.SHAPE.read(client.get("/v1/vms").json()).orThrow().vms();
            assertEquals(20, list.size());
            assertTrue(list.stream().allMatch(vm -> vm.state() == VmState.OFF));
            assertTrue(list.stream().allMatch(vm -> vm.activity().equals("start")));
            assertEquals(200, client.get("/v1/vms/vm-7").status());
            assertEquals(200, client.get("/v1/host").status());
            released.countDown();
            for (TaskReply task : tasks) {
                TestDaemon.await(
                        "every start is done",
                        () ->
                                client.get("/v1/tasks/" + task.id() + "?wait-millis=1000")
                                                .task()
                                                .state()
                                        == TaskState.DONE);
            }
        }
    }

    @Test
    void vms_that_start_at_once_get_different_slots_and_one_too_many_is_refused() {
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", Documents.NET);
            client.done("/v1/vms/net/start", "");
            for (int count = 0; count <= Slot.COUNT; count++) {
                client.done("/v1/vms", Documents.behind("net", "vm-" + count));
            }
            List<TaskState> states = startAll(client, Slot.COUNT + 1);
            assertEquals(Slot.COUNT, count(states, TaskState.DONE));
            assertEquals(1, count(states, TaskState.REFUSED));
            Set<Slot> slots = new HashSet<>();
            for (VmId id : engine.present()) {
                engine.observe(id).held(Held.Link.class).forEach(link -> slots.add(link.slot()));
            }
            assertEquals(Slot.COUNT, slots.size());
        }
    }

    @Test
    void vms_that_start_at_once_never_take_more_memory_than_there_is() {
        ByteSize memory =
                ByteSize.mebibytes(
                        512 + 3 * (256 + 48) + 100); // the reserve, three VMs, too little
        Machinery sim = SimMachinery.of(engine);
        Machinery small =
                new Machinery(
                        engine,
                        new SmallHost(memory, sim.host()),
                        sim.images(),
                        sim.name(),
                        sim.accelerators(),
                        sim.findings(),
                        sim.settling());
        try (TestDaemon daemon = TestDaemon.begin(folder, small, Limits.DEFAULT)) {
            TestClient client = daemon.client();
            for (int count = 0; count < 8; count++) {
                client.done("/v1/vms", Documents.alone("vm-" + count));
            }
            List<TaskState> states = startAll(client, 8);
            assertEquals(3, count(states, TaskState.DONE));
            assertEquals(5, count(states, TaskState.REFUSED));
            assertEquals(List.of("not-enough-memory"), firstRefusal(client, 8));
        }
    }

    private static List<String> firstRefusal(TestClient client, int vms) {
        for (int count = 0; count < vms; count++) {
            TestClient.Reply reply = client.post("/v1/vms/vm-" + count + "/start?plan=only", "");
            if (!reply.codes().contains("vm-already-running")) {
                return reply.codes();
            }
        }
        return List.of();
    }

    /** All at once, each by a client of its own. */
    private static List<TaskState> startAll(TestClient client, int vms) {
        List<TaskState> states = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int count = 0; count < vms; count++) {
            String path = "/v1/vms/vm-" + count + "/start?wait-millis=20000";
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        TestClient.Reply reply = client.post(path, "");
                                        TaskState state =
                                                reply.status() == 200
                                                        ? reply.task().state()
                                                        : TaskState.REFUSED;
                                        synchronized (states) {
                                            states.add(state);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return states;
    }

    private static long count(List<TaskState> states, TaskState wanted) {
        return states.stream().filter(wanted::equals).count();
    }

    private record SmallHost(ByteSize memory, HostFacts other) implements HostFacts {
        @Override
        public ByteSize availableMemory() {
            return memory;
        }

        @Override
        public ByteSize residentMemory(VmId vm) {
            return other.residentMemory(vm);
        }

        @Override
        public Map<ImageName, Set<ImagePart>> images() {
            return other.images();
        }
    }
}
