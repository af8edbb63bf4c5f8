package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.engine.HookedEngine;
import oxt.engine.sim.SimEngine;
import oxt.plan.Step;

/** Work that nobody wants any more, and work that waits. */
class CancelTest {
    @TempDir Path folder = Path.of("");

    @Test
    void a_cancelled_start_is_taken_back() throws InterruptedException {
        SimEngine engine = TestDaemon.engine();
        try (TestDaemon daemon = TestDaemon.begin(folder, stalling(engine))) {
            TestClient client = daemon.client();
            client.done("/v1/vms", Documents.alone("one"));
            String id = client.post("/v1/vms/one/start", "").task().id();
            client.delete("/v1/tasks/" + id);
            TestDaemon.await("it has ended", () -> task(client, id).state().isEnded());
            assertEquals(TaskState.CANCELLED, task(client, id).state());
            assertEquals(Optional.of("off"), client.state("one"));
            assertEquals(List.of(), engine.present());
        }
    }

    @Test
    void a_kill_does_not_wait_for_a_stop_that_the_guest_ignores() {
        SimEngine engine = new SimEngine(_ -> SimEngine.Guest.STUBBORN);
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", Documents.alone("one"));
            client.done("/v1/vms/one/start", "");
            String stop = client.post("/v1/vms/one/stop?patience-seconds=3600", "").task().id();
            String reboot = client.post("/v1/vms/one/reboot?patience-seconds=60", "").task().id();
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/kill", "").state());
            assertEquals(TaskState.CANCELLED, task(client, stop).state());
            assertEquals(TaskState.CANCELLED, task(client, reboot).state());
            assertEquals(Optional.of("off"), client.state("one"));
        }
    }

    @Test
    void a_kill_does_not_wait_for_a_driver_domain_that_takes_no_configuration()
            throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        HookedEngine engine =
                new HookedEngine(
                        TestDaemon.engine(),
                        step -> {
                            if (step instanceof Step.ConfigureNetwork) {
                                asked.countDown();
                                never.await();
                            }
                        },
                        HookedEngine.Hook.NOTHING);
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", Documents.NET);
            client.done("/v1/vms/net/start", "");
            asked.await();
            assertEquals(TaskState.DONE, client.done("/v1/vms/net/kill", "").state());
            assertEquals(Optional.of("off"), client.state("net"));
        }
    }

    @Test
    void a_guest_that_ignores_the_stop_runs_on_and_the_task_says_so() {
        SimEngine engine = new SimEngine(_ -> SimEngine.Guest.STUBBORN);
        try (TestDaemon daemon = TestDaemon.begin(folder, engine)) {
            TestClient client = daemon.client();
            client.done("/v1/vms", Documents.alone("one"));
            client.done("/v1/vms/one/start", "");
            TaskReply stop = client.done("/v1/vms/one/stop?patience-seconds=1", "");
            assertEquals(TaskState.ROLLED_BACK, stop.state());
            assertEquals("guest-ignored-stop", stop.problems().getFirst().code());
            assertEquals(Optional.of("running"), client.state("one"));
        }
    }

    @Test
    void more_requests_than_may_wait_are_refused_by_the_limits_name() {
        try (TestDaemon daemon = TestDaemon.begin(folder, stalling(TestDaemon.engine()))) {
            TestClient client = daemon.client();
            client.done("/v1/vms", Documents.alone("one"));
            client.post("/v1/vms/one/start", "");
            for (int count = 0; count < 8; count++) {
                assertEquals(202, client.post("/v1/vms/one/pause", "").status());
            }
            TestClient.Reply reply = client.post("/v1/vms/one/pause", "");
            assertEquals(List.of("too-many-requests"), reply.codes());
            assertEquals(true, reply.body().contains("the limit queued-requests-per-vm"));
        }
    }

    private static TaskReply task(TestClient client, String id) {
        return client.get("/v1/tasks/" + id).task();
    }

    /** Device models never start, until they are cancelled. */
    private static HookedEngine stalling(SimEngine engine) {
        CountDownLatch never = new CountDownLatch(1);
        return new HookedEngine(
                engine,
                step -> {
                    if (step instanceof Step.StartDeviceModel) {
                        never.await();
                    }
                },
                HookedEngine.Hook.NOTHING);
    }
}
