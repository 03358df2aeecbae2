package dev.larder.grounds.service;

/** A setting cannot be used. The message says which one, and what can be, without the value that was given. */
final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingException(String message) {
        super(message);
    }
}
