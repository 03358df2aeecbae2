package dev.larder.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsTest {

    @Test
    void rules_ofTheEngine_areTheseAndNoOthers() {
        assertThat(Rights.of(Component.ENGINE, Place.SERVER, "grounds").rules())
                .containsExactly(
                        "reset",
                        "resetchannels",
                        "-@all",
                        "+client|tracking",
                        "+del",
                        "+evalsha",
                        "+get",
                        "+getrange",
                        "+info",
                        "+mget",
                        "+pttl",
                        "+scan",
                        "+script|load",
                        "+set",
                        "+setrange",
                        "+time",
                        "+touch",
                        "~grounds:*",
                        "~{grounds}:*");
    }

    @ParameterizedTest
    @EnumSource(Component.class)
    void rules_ofAnyComponent_takeAllAwayFirstAndGiveNoGroups(Component component) {
        for (Place place : Place.values()) {
            assertThat(Rights.of(component, place, "grounds").rules())
                    .startsWith("reset", "resetchannels", "-@all")
                    .doesNotHaveDuplicates()
                    .noneMatch(rule -> rule.startsWith("+@") || rule.startsWith("&"))
                    .noneMatch(rule -> rule.equals("allkeys") || rule.equals("allcommands") || rule.equals("~*"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "a*", "?", "[a-z]", "a b", "\\a", "{a}", "Grounds", ".a", "a:b", "a\n"})
    void of_whatIsNoNamespace_isRefusedAndNotShown(String namespace) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rights.of(Component.ENGINE, Place.SERVER, namespace))
                .withMessageStartingWith("not a namespace: 1 to 64 of");
    }
}
