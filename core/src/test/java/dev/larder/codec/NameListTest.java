package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are on the lists, and that the page has them all. */
class NameListTest {

    private final NameList sensitive = NameList.sensitive(List.of(), false);
    private final NameList personal = NameList.personal(List.of());

    @Test
    void page_names_areThoseOfTheLists() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "features", "sanitising.md"))
                .replace('\n', ' ');

        assertThat(page)
                .contains(
                        listed(NameList.SENSITIVE) + ".",
                        listed(NameList.SENSITIVE_LAST) + ";",
                        listed(NameList.NO_SECRET_LAST) + ".",
                        listed(NameList.SENSITIVE_ALONE) + ";",
                        listed(NameList.CARD_ALONE) + ".",
                        listed(NameList.PERSONAL) + ".");
    }

    private static String listed(List<String> names) {
        return ": " + String.join(", ", names);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "x-api-key",
                "tokenValue",
                "cardNo",
                "card nr",
                "CARD_NOS",
                "ccNumber",
                "cc number",
                "totp",
                "totpSeed",
                "mfa code",
                "cardNum",
                "cardnum",
                "CC_NUM",
                "cardPan",
                "panNumber",
                "primaryAccountNumber",
                "securityAnswer"
            })
    void sensitive_wordsOfAnyForm_areRecognised(String name) {
        assertThat(sensitive.has(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accesstoken",
                "creditcard",
                "cardnumber",
                "clientsecret",
                "clientsecrets",
                "secretkey",
                "userpassword",
                "userpasswords",
                "USERPASSWORD",
                "userpasswordhash",
                "myapikey",
                "my_oauthtoken",
                "creditcardno",
                "cardno",
                "ccnumber",
                "mfacode",
                "securityanswers"
            })
    void sensitive_wordsNotSeparated_areRecognised(String name) {
        assertThat(sensitive.has(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "csrfToken",
                "csrftoken",
                "resetToken",
                "device_token",
                "jwtToken",
                "jwt",
                "userJwt",
                "bearer",
                "pass",
                "PASS",
                "userPass",
                "userpass",
                "dbPass",
                "SMTP_PASS",
                "pan",
                "PAN",
                "tokens",
                "apiTokens",
                "csrftokens",
                "maxTokens",
                "sessionIds",
                "userJwts",
                "authorization",
                "Authorization",
                "Proxy-Authorization",
                "sessionId",
                "session id",
                "userSessionId",
                "JSESSIONID"
            })
    void sensitive_atTheEndOrAlone_areRecognised(String name) {
        assertThat(sensitive.has(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shipping",
                "secretary",
                "secretion",
                "opinion",
                "spinner",
                "pinned",
                "pines",
                "passenger",
                "passengers",
                "compass",
                "bypass",
                "boardingPass",
                "skipass",
                "passNumber",
                "passes",
                "userPassRate",
                "tokenizer",
                "panel",
                "pans",
                "span",
                "lifespan",
                "company",
                "japan",
                "panCard",
                "authorizationDate",
                "authorizations",
                "sessionIdleTimeout",
                "session",
                "accNumber",
                "accnumber",
                "cardNote",
                "cardNotPresent",
                "successNumber",
                "tokenCount",
                "tokenType",
                "nextPageToken",
                "nextPageTokens",
                "numbers",
                "nextpagetoken",
                "next_token",
                "syncToken",
                "jwtIssuer",
                "flagBearer",
                "pallbearer",
                "key",
                "card",
                "cardholder",
                "passport",
                "",
                "-"
            })
    void sensitive_innocentNames_areNotOnTheList(String name) {
        assertThat(sensitive.has(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email",
                "useremail",
                "contactemails",
                "homephone",
                "telephonenumber",
                "billingaddress",
                "addresses",
                "workFaxes",
                "firstname",
                "customerlastname",
                "mail",
                "userMail",
                "tel",
                "homeTel",
                "ip",
                "clientIP",
                "ip_address",
                "clientipaddress",
                "ipv6",
                "lat",
                "latLng",
                "startLon",
                "geo",
                "geoLocation",
                "gpsPosition"
            })
    void personal_wordsOfAnyForm_areRecognised(String name) {
        assertThat(personal.has(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "description",
                "longDescription",
                "latest",
                "template",
                "platform",
                "shipment",
                "telemetry",
                "hotel",
                "mailbox",
                "zipped",
                "recipient",
                "equipment",
                "geometry",
                "colony",
                "automobiles",
                "microphone",
                "platitude",
                "filename",
                "tokens"
            })
    void personal_innocentNames_areNotOnTheList(String name) {
        assertThat(personal.has(name)).isFalse();
    }

    @Test
    void match_ofEachList_isAsSureAsItsNames() {
        assertThat(List.of("pin", "pan", "cardNum", "accessToken"))
                .extracting(sensitive::match)
                .containsOnly(NameList.Match.SECRET);
        assertThat(List.of("token", "fencingToken", "pass", "sessionId", "authorization"))
                .extracting(sensitive::match)
                .containsOnly(NameList.Match.TOKEN);
        assertThat(List.of("tokens", "apiTokens")).extracting(sensitive::match).containsOnly(NameList.Match.TOKENS);
    }

    @Test
    void sensitive_keepingTokens_hasPasswordsAndCardsOnly() {
        NameList list = NameList.sensitive(List.of("badge"), true);

        assertThat(List.of("token", "csrfToken", "apiTokens", "jwt", "sessionId", "bearer", "authorization"))
                .noneMatch(list::has);
        assertThat(List.of("password", "clientSecret", "cardNumber", "pan", "pass", "dbPass", "badge"))
                .allMatch(list::has);
    }

    @Test
    void names_furtherOnes_areOnTheListToo() {
        NameList further = NameList.sensitive(List.of("door code"), false);

        assertThat(List.of("doorCode", "doorcode", "FRONT_DOOR_CODES", "frontdoorcode", "password"))
                .allMatch(further::has);
        assertThat(sensitive.has("doorCode")).isFalse();
    }
}
