package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.store.OtherProcess.Task;

@Timeout(120)
final class StoreLockTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("state/oxt.db");
    }

    @Test
    void a_store_that_another_process_has_open_is_refused_by_that_process_number()
            throws Exception {
        try (OtherProcess other = OtherProcess.start(Task.HOLD, file, 0, List.of())) {
            assertEquals("open", other.line());

            Problem refused = refusal();

            assertEquals("store-taken", refused.code());
            assertEquals(
                    "Process " + other.pid() + " (java) has the store " + file + " open.",
                    refused.what());
        }
    }

    @Test
    void a_killed_process_leaves_the_store_free() throws Exception {
        try (OtherProcess other = OtherProcess.start(Task.HOLD, file, 0, List.of())) {
            assertEquals("open", other.line());
            other.kill();

            open().close();
        }
    }

    @Test
    void a_second_opening_in_one_process_is_refused_and_the_first_still_holds() throws Exception {
        try (Store store = open()) {
            Problem refused = refusal();
            assertTrue(refused.what().startsWith("This process has the store"), refused.what());

            try (OtherProcess other = OtherProcess.start(Task.HOLD, file, 0, List.of())) {
                assertEquals("store-taken", other.line());
            }
            TestVms.add(store, 1);
        }
        open().close();
    }

    @Test
    void a_store_that_could_not_be_opened_is_not_held() {
        Migrations none = new Migrations(List.of());
        open().close();
        assertThrows(ProblemException.class, () -> Store.open(file, InstantSource.system(), none));

        open().close();
    }

    @Test
    void the_kernels_list_names_who_holds_a_file() {
        String locks =
                """
                1: POSIX  ADVISORY  WRITE 707 fd:00:264194 0 EOF
                1: -> POSIX  ADVISORY  WRITE 708 fd:00:264194 0 EOF
                2: FLOCK  ADVISORY  WRITE 12 00:19:77 0 EOF
                3: OFDLCK ADVISORY  READ -1 00:06:1078 0 EOF
                """;

        assertEquals(Optional.of(707L), StoreLock.holder(locks, 264_194));
        assertEquals(Optional.of(12L), StoreLock.holder(locks, 77));
        assertEquals(Optional.empty(), StoreLock.holder(locks, 1078));
        assertEquals(Optional.empty(), StoreLock.holder(locks, 4194));
    }

    private Store open() {
        return Store.open(file, InstantSource.system());
    }

    private Problem refusal() {
        return assertThrows(ProblemException.class, this::open).problems().getFirst();
    }
}
