package dev.larder.grounds.service;

import dev.larder.ConfigurationException;
import dev.larder.grounds.GroundsDataException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says why the service does not start, in the words of whoever knows, in place of a stack trace. Named in {@code spring.factories}. */
final class StartFailure implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingException
                    || cause instanceof ConfigurationException
                    || cause instanceof GroundsDataException) {
                return new FailureAnalysis(cause.getMessage(), null, cause);
            }
        }
        return null;
    }
}
