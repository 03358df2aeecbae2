package dev.larder;

import dev.larder.embedded.ServerUser;
import dev.larder.rights.Component;
import dev.larder.rights.Place;
import dev.larder.rights.Rights;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test of this module run with the engine's own rights, and nothing more: servers know this user, their URIs name
 * it, and they fail on closing if they have refused it anything.
 *
 * <p>Found by the service loader.
 */
public final class EngineUser implements BeforeAllCallback {

    static final String NAMESPACE = "larder";

    static ServerUser of(Component component, Place place, String namespace) {
        return new ServerUser(
                component.word(),
                "only-what-it-needs",
                Rights.of(component, place, namespace).rules());
    }

    static ServerUser at(Place place) {
        return of(Component.ENGINE, place, NAMESPACE);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        System.setProperty("larder.embedded.user", at(Place.SERVER).toProperty());
        System.setProperty("larder.embedded.user.cluster", at(Place.CLUSTER).toProperty());
        System.setProperty("larder.embedded.user.sentinel", at(Place.SENTINEL).toProperty());
    }
}
