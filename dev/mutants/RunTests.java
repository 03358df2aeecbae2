import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import java.io.PrintWriter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the test classes and methods named; ends with 0 if all passed, 1 if some failed, 3 if one of them was not found. */
final class RunTests {

    private RunTests() {}

    public static void main(String[] names) {
        LauncherDiscoveryRequestBuilder request =
                LauncherDiscoveryRequestBuilder.request().filters(includeEngines("junit-jupiter"));
        for (String name : names) {
            request.selectors(name.contains("#") ? selectMethod(name) : selectClass(name));
        }
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true), 10);
        System.out.println(summary.getTestsFailedCount() + " of " + summary.getTestsFoundCount() + " failed");
        boolean found = summary.getTestsFoundCount() >= names.length && names.length > 0;
        System.exit(found ? summary.getTestsFailedCount() == 0 ? 0 : 1 : 3);
    }
}
