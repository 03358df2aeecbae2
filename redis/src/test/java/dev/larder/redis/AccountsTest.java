package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.redis.RedisConfig.Login;
import dev.larder.redis.RedisConfig.Source.InEnvironment;
import dev.larder.redis.RedisConfig.Source.InFile;
import dev.larder.redis.RedisConfig.Source.Literal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {

    @TempDir
    private Path folder;

    private final Map<String, String> environment = Map.of("USER_NAME", "app", "EMPTY", "", "SECRET", "pass word");

    private Accounts accounts(Login login) {
        return new Accounts(login, environment::get);
    }

    @Test
    void nothing_isNobody() {
        Accounts accounts = accounts(new Login(null, null));
        assertThat(accounts.any()).isFalse();
        assertThat(accounts.look()).isNull();
    }

    @Test
    void environment_isRead() {
        Accounts accounts = accounts(new Login(new InEnvironment("USER_NAME"), new InEnvironment("SECRET")));
        assertThat(accounts.look()).isEqualTo(new Account("app", "pass word"));
        assertThat(accounts.changes()).isFalse();
    }

    @Test
    void environment_withoutTheVariable_isNamed() {
        assertThatThrownBy(() ->
                        accounts(new Login(null, new InEnvironment("NONE"))).look())
                .isInstanceOf(UnsuitableServerException.class)
                .hasMessageContainingAll("password-env", "NONE is not set");
        assertThatThrownBy(() -> accounts(new Login(new InEnvironment("EMPTY"), new Literal("x")))
                        .look())
                .hasMessageContainingAll("username-env", "EMPTY is empty");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "secret,secret",
                "secret\\n,secret",
                "secret\\r\\n,secret",
                "se cret \\n,se cret ",
                "a\\nb\\n\\n,a\\nb\\n",
                "ü\\r,ü\\r"
            })
    void file_losesOneLineBreak(String content, String read) throws IOException {
        Path file = Files.writeString(folder.resolve("p"), content.translateEscapes());
        assertThat(accounts(new Login(null, new InFile(file))).look())
                .isEqualTo(new Account(null, read.translateEscapes()));
    }

    @Test
    void file_replaced_isReadAnewAndABadOneIsNot() throws IOException {
        Path file = Files.writeString(folder.resolve("p"), "first");
        Accounts accounts = accounts(new Login(new Literal("app"), new InFile(file)));
        assertThat(accounts.changes()).isTrue();
        assertThat(accounts.look()).isEqualTo(new Account("app", "first"));
        Files.writeString(file, "second");
        assertThat(accounts.look()).isEqualTo(new Account("app", "second"));
        Files.write(file, new byte[] {(byte) 0xff});
        assertThat(accounts.look()).isEqualTo(new Account("app", "second"));
        Files.writeString(file, "\n");
        assertThat(accounts.look()).isEqualTo(new Account("app", "second"));
    }

    @Test
    void file_badFromTheStart_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("p"), "\r\n");
        assertThatThrownBy(() -> accounts(new Login(null, new InFile(file))).look())
                .isInstanceOf(UnsuitableServerException.class)
                .hasMessageContainingAll("password-file " + file, "nothing but a line break");
        Files.write(file, new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> accounts(new Login(null, new InFile(file))).look())
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void text_hidesWhatIsSecret() {
        Account account = new Account("app", "secret");
        assertThat(account.toString()).doesNotContain("secret");
    }
}
