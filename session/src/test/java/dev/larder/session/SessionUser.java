package dev.larder.session;

import dev.larder.embedded.ServerUser;
import dev.larder.rights.Component;
import dev.larder.rights.Place;
import dev.larder.rights.Rights;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test of this module run with the rights of sessions, and nothing more: servers know this user, their URIs name it,
 * and they fail on closing if they have refused it anything.
 *
 * <p>Found by the service loader.
 */
public final class SessionUser implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        set("larder.embedded.user", Place.SERVER);
        set("larder.embedded.user.cluster", Place.CLUSTER);
        set("larder.embedded.user.sentinel", Place.SENTINEL);
    }

    private static void set(String property, Place place) {
        Rights rights = Rights.of(Component.SESSION, place, "larder");
        System.setProperty(property, new ServerUser("session", "only-what-it-needs", rights.rules()).toProperty());
    }
}
