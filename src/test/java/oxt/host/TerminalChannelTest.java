package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("restricted") // surefire allows it: --enable-native-access
class TerminalChannelTest {
    /** The seventh field of {@code /proc/PID/stat}, behind the name in brackets. */
    private static final int TERMINAL_AFTER_NAME = 5;

    private Process other;
    private BufferedReader said;
    private Path terminal;

    /** A program whose terminal is known by name: script(1) has the other end of it. */
    @BeforeEach
    void haveTerminal() throws IOException {
        other =
                new ProcessBuilder("script", "-qfc", "tty; exec sleep 60", "/dev/null")
                        .redirectErrorStream(true)
                        .start();
        said =
                new BufferedReader(
                        new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
        terminal = Path.of(said.readLine().strip());
    }

    @AfterEach
    void end() throws InterruptedException {
        other.destroyForcibly().waitFor();
    }

    @Test
    void what_is_written_arrives_and_what_arrives_is_read() throws IOException {
        try (TerminalChannel channel = TerminalChannel.open(terminal)) {
            assertEquals(3, channel.write(ascii("hi\n")));
            assertEquals("hi", said.readLine().strip());
            other.getOutputStream().write("typed\n".getBytes(StandardCharsets.US_ASCII));
            other.getOutputStream().flush();
            ByteBuffer buffer = ByteBuffer.allocate(100);
            assertEquals(6, channel.read(buffer));
            assertEquals("typed\n", StandardCharsets.US_ASCII.decode(buffer.flip()).toString());
        }
    }

    @Test
    void the_end_of_the_other_end_is_the_end() throws Exception {
        try (TerminalChannel channel = TerminalChannel.open(terminal)) {
            end();
            assertEquals(-1, channel.read(ByteBuffer.allocate(10)));
        }
    }

    @Test
    void a_leader_of_a_session_that_opens_one_does_not_get_it_as_its_own() throws Exception {
        String free = freeTerminal();
        assertEquals("0", terminalOf(OpensIt.class, free));
        assertNotEquals("0", terminalOf(OpensItAsJavaDoes.class, free));
    }

    @Test
    void a_closed_one_is_neither_read_nor_written() throws IOException {
        TerminalChannel channel = TerminalChannel.open(terminal);
        channel.close();
        channel.close();
        assertFalse(channel.isOpen());
        assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> channel.write(ascii("x")));
    }

    @Test
    void one_that_is_not_there_is_named() {
        Path nowhere = Path.of("/dev/pts/nowhere");
        var missing = assertThrows(IOException.class, () -> TerminalChannel.open(nowhere));
        assertTrue(missing.getMessage().contains(nowhere.toString()), missing::getMessage);
    }

    private static String terminalOf(Class<?> program, String terminal)
            throws IOException, InterruptedException {
        Process leader =
                new ProcessBuilder(
                                "setsid",
                                "--wait",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classes(TerminalChannel.class) + ":" + classes(program),
                                program.getName(),
                                terminal)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String answer =
                new String(leader.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, leader.waitFor());
        return answer;
    }

    private static String classes(Class<?> one) {
        return one.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** Says the number of its controlling terminal, nought for none. */
    static final class OpensIt {
        private OpensIt() {}

        public static void main(String[] words) throws IOException {
            try (TerminalChannel _ = TerminalChannel.open(Path.of(words[0]))) {
                System.out.println(own());
            }
        }
    }

    /** The same with a file of Java's. */
    static final class OpensItAsJavaDoes {
        private OpensItAsJavaDoes() {}

        public static void main(String[] words) throws IOException {
            try (FileChannel _ =
                    FileChannel.open(
                            Path.of(words[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                System.out.println(own());
            }
        }
    }

    /** One that no session has; its other end stays open in this process. */
    private static String freeTerminal() {
        Linker linker = Linker.nativeLinker();
        var number = ValueLayout.JAVA_INT;
        try {
            int master =
                    (int)
                            linker.downcallHandle(
                                            linker.defaultLookup().findOrThrow("posix_openpt"),
                                            FunctionDescriptor.of(number, number))
                                    .invoke(2 | 0x100);
            int _ =
                    (int)
                            linker.downcallHandle(
                                            linker.defaultLookup().findOrThrow("unlockpt"),
                                            FunctionDescriptor.of(number, number))
                                    .invoke(master);
            MemorySegment name =
                    (MemorySegment)
                            linker.downcallHandle(
                                            linker.defaultLookup().findOrThrow("ptsname"),
                                            FunctionDescriptor.of(ValueLayout.ADDRESS, number))
                                    .invoke(master);
            return name.reinterpret(100).getString(0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static String own() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[TERMINAL_AFTER_NAME - 1];
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
