package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import oxt.api.Json;
import oxt.api.MeasuredDocument;
import oxt.api.MeasurementReply;
import oxt.api.TaskState;

/** What tests ask of a measured VM that is named one. */
record MeasuredOne(TestClient client) {

    MeasurementReply measurement() {
        return MeasurementReply.SHAPE.read(client.get("/v1/vms/one/measurement").json()).orThrow();
    }

    /** As a request has it. */
    String shown() {
        return Json.write(MeasuredDocument.SHAPE.write(measurement().shown()));
    }

    /** As oxt vm measure one --accept. */
    void accept() {
        assertEquals(TaskState.DONE, client.done("/v1/vms/one/measure", "").state());
        assertEquals(TaskState.DONE, client.done("/v1/vms/one/accept", shown()).state());
    }
}
