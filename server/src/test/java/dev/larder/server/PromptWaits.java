package dev.larder.server;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test of this module look sooner whether what it awaits has come: the default is 100 ms, which even what is there already takes.
 *
 * <p>Found by the service loader.
 */
public final class PromptWaits implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }
}
