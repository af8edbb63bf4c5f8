package oxt.lab;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * {@code java oxt.lab.TestsInDom0 CLASS...}: runs test classes, and says of each test whether it
 * passed, as a scenario does; {@code CLASS#METHOD} is one test of a class. The exit code is 0 if
 * none failed and at least one ran.
 */
final class TestsInDom0 implements TestExecutionListener {
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private TestsInDom0() {}

    public static void main(String[] names) {
        var tests = new TestsInDom0();
        LauncherDiscoveryRequest request =
                request().selectors(Stream.of(names).map(TestsInDom0::selector).toList()).build();
        LauncherFactory.create().execute(request, tests);
        System.out.flush();
        System.exit(tests.failed.get() == 0 && tests.passed.get() > 0 ? 0 : 1);
    }

    private static DiscoverySelector selector(String name) {
        return name.contains("#") ? selectMethod(name) : selectClass(name);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        System.out.println("skipped: " + name(test) + "\n" + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    passed.incrementAndGet();
                    System.out.println("yes: " + name(test));
                }
            }
            case ABORTED -> System.out.println("skipped: " + name(test) + "\n" + why(result));
            case FAILED -> {
                failed.incrementAndGet();
                System.out.println("no: " + name(test) + "\n" + why(result));
            }
        }
    }

    private static String name(TestIdentifier test) {
        String display = test.getDisplayName();
        return switch (test.getSource().orElse(null)) {
            case MethodSource method ->
                    method.getJavaClass().getName() + ": " + method.getMethodName() + suffix(test);
            case ClassSource type -> type.getClassName();
            case null, default -> display;
        };
    }

    /** What tells tests of one method apart. */
    private static String suffix(TestIdentifier test) {
        String id = test.getUniqueIdObject().getLastSegment().getType();
        return id.equals("method") ? "" : " " + test.getDisplayName();
    }

    private static String why(TestExecutionResult result) {
        var trace = new StringWriter();
        result.getThrowable().ifPresent(thrown -> thrown.printStackTrace(new PrintWriter(trace)));
        // A line of its own must not look like the next test.
        return trace.toString().indent(2);
    }
}
