package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which names are on the lists, and that the page has them all. */
class NameListTest {

    @Test
    void page_names_areThoseOfTheLists() throws java.io.IOException {
        String page = java.nio.file.Files.readString(java.nio.file.Path.of("..", "docs", "features", "sanitising.md"))
                .replace('\n', ' ');

        assertThat(page)
                .contains(String.join(", ", NameList.SENSITIVE) + ".", String.join(", ", NameList.PERSONAL) + ".");
    }

    @Test
    void names_wordsOfAnyForm_areRecognised() {
        NameList names = new NameList(NameList.SENSITIVE, List.of());

        assertThat(List.of(
                        "password",
                        "userPassword",
                        "PASSWORD_HASH",
                        "passWord",
                        "APIKey",
                        "api-key",
                        "apikey",
                        "clientSecret",
                        "secrets",
                        "cvv2",
                        "cardNumber2",
                        "PIN",
                        "refresh.token",
                        "x-api-key"))
                .allMatch(names::has);
        assertThat(List.of("shipping", "secretary", "opinion", "token", "key", "card", "passport", "pinned", "", "-"))
                .noneMatch(names::has);
    }
}
