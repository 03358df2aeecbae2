package dev.larder.session.token;

import static dev.larder.session.token.Realm.isActive;
import static dev.larder.session.token.Realm.issued;
import static dev.larder.session.token.Realm.pair;
import static dev.larder.session.token.Realm.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedCluster;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same in a Cluster, where all keys of a script have to be of one slot. */
final class TokenClusterIT {

    private static EmbeddedCluster cluster;
    private static Larder larder;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(3);
        larder = Realm.larder(cluster.uri());
    }

    @AfterAll
    static void stop() {
        larder.close();
        cluster.close();
    }

    @Test
    void tokens_inACluster_areIssuedTradedAndRevoked() {
        Tokens tokens = Tokens.on(larder);
        for (int i = 0; i < 30; i++) {
            String subject = "user-" + i;
            TokenPair first = issued(tokens, subject);
            TokenPair second = pair(tokens.refresh(first.refresh()));
            assertThat(isActive(tokens, second)).isTrue();
            if (i % 3 == 0) {
                assertThat(refusal(tokens.refresh(first.refresh()))).isEqualTo(Refusal.REUSED);
            } else if (i % 3 == 1) {
                tokens.revoke(second.access());
            } else {
                tokens.revokeAll(subject);
            }
            assertThat(isActive(tokens, second)).isFalse();
        }
    }

    @Test
    void oneTimeTokens_inACluster_areRedeemedOnce() {
        OneTimeTokens tokens = OneTimeTokens.on(larder);
        for (int i = 0; i < 30; i++) {
            Issuance<String> issuance = tokens.issue("verify", "user-" + i, "", Duration.ofHours(1));
            assertThat(issuance).isInstanceOf(Issuance.Issued.class);
            String token = ((Issuance.Issued<String>) issuance).value();

            assertThat(tokens.redeem(token, "verify")).isInstanceOf(OneTimeTokens.Redemption.Redeemed.class);
            assertThat(refusal(tokens.redeem(token, "verify"))).isEqualTo(Refusal.REDEEMED);
        }
    }

    @Test
    void revocations_inACluster_areOfAnySlots() {
        Revocations revocations = Revocations.on(larder);
        Instant now = Instant.now();
        for (int i = 0; i < 30; i++) {
            revocations.revoke("jti-" + i, now.plusSeconds(3600));
            revocations.revokeSubject("user-" + i, now);

            assertThat(revocations.check("jti-" + i, "other", now)).isEqualTo(new Revocations.Status.Revoked());
            assertThat(revocations.check("other", "user-" + i, now.minusSeconds(1)))
                    .isEqualTo(new Revocations.Status.Revoked());
            assertThat(revocations.check("other", "user-" + i, now)).isEqualTo(new Revocations.Status.NotRevoked());
        }
    }
}
