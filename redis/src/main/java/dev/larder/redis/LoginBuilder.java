package dev.larder.redis;

import dev.larder.redis.RedisConfig.Login;
import dev.larder.redis.RedisConfig.Source;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The part of {@link RedisConfigBuilder} that is about credentials. */
final class LoginBuilder {

    final SourceBuilder username = new SourceBuilder();
    final SourceBuilder password = new SourceBuilder();

    /** Returns the settings; refuses contradictions. */
    Login build() {
        Source user = username.build("username", "the user before the @ of the URI");
        Source secret = password.build("password", "the password before the @ of the URI");
        String who = user instanceof Source.Literal literal ? "user '" + literal.value() + "'" : "a user";
        RedisConfigBuilder.check(
                user == null || secret != null,
                who + " has no password; write user:password@, or set password-file or password-env");
        return new Login(user, secret);
    }

    /** One of the two, from one of three places. */
    static final class SourceBuilder {

        @Nullable
        String literal;

        @Nullable
        Path file;

        @Nullable
        String variable;

        @Nullable
        Source build(String setting, String inUri) {
            only(literal == null || file == null, inUri, setting + "-file");
            only(literal == null || variable == null, inUri, setting + "-env");
            only(file == null || variable == null, setting + "-file", setting + "-env");
            if (file != null) {
                return new Source.InFile(file);
            }
            if (variable != null) {
                return new Source.InEnvironment(variable);
            }
            return literal == null ? null : new Source.Literal(literal);
        }

        private static void only(boolean one, String first, String second) {
            RedisConfigBuilder.check(one, "both " + first + " and " + second + " are given; leave one of them out");
        }
    }
}
