package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.bridge.Spread;
import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.identity.revocation.Revocations.News;
import io.fairlead.identity.revocation.Subject;
import io.fairlead.session.Reason;
import io.fairlead.transport.api.ApiAnswer;
import io.fairlead.transport.api.ApiRequest;
import io.fairlead.wire.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationsApiTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Revocations known = new Revocations(() -> NOW);
    private final List<Consumer<Spread>> untold = new ArrayList<>();
    private final RevocationsApi api = new RevocationsApi(known, this::say);
    private final List<ApiAnswer> answers = new ArrayList<>();
    private Spread spread = new Spread.Told();
    private boolean later;

    private News say(Revocation word, Consumer<Spread> told) {
        News news = known.put(word);
        if (later) {
            untold.add(told);
        } else if (news == News.NEW) {
            told.accept(spread);
        }
        return news;
    }

    private ApiAnswer ask(String method, String path, String body) {
        return ask(method, path, body, "application/json");
    }

    private ApiAnswer ask(String method, String path, String body, String type) {
        answers.clear();
        api.answer(
                new ApiRequest(
                        method,
                        path,
                        Map.of("content-type", List.of(type)),
                        body.getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1"),
                answers::add);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static Map<?, ?> json(ApiAnswer answer) {
        return (Map<?, ?>) Objects.requireNonNull(JsonTree.read(answer.body()));
    }

    private static String error(ApiAnswer answer, String field) {
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(json(answer).get("error"))).get(field));
    }

    @Test
    void post_revokes_andIsAnsweredWithWhatCounts() {
        ApiAnswer answer =
                ask("POST", RevocationsApi.PATH, "{\"user\":\"alice\",\"client\":\"tab\",\"forSeconds\":60}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().strip())
                .isEqualTo("{\"id\":\"" + Subject.ofClient("alice", "tab").id()
                        + "\",\"user\":\"alice\",\"client\":\"tab\",\"at\":\"2026-11-21T12:00:00Z\","
                        + "\"until\":\"2026-11-21T12:01:00Z\",\"nodes\":\"told\"}");
        assertThat(known.inForce()).extracting(Revocation::subject).containsExactly(Subject.ofClient("alice", "tab"));
    }

    @Test
    void post_withoutATime_lastsTheUsualOne() {
        assertThat(json(ask("POST", RevocationsApi.PATH, "{\"tokenId\":\"t\"}")).get("until"))
                .isEqualTo(NOW.plus(Revocations.USUAL).toString());
    }

    @Test
    void post_isAnsweredOnlyWhenItIsKnownThatTheNodesWereTold() {
        later = true;
        api.answer(
                new ApiRequest(
                        "POST",
                        RevocationsApi.PATH,
                        Map.of("content-type", List.of("application/json; charset=utf-8")),
                        "{\"user\":\"alice\"}".getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1"),
                answers::add);
        assertThat(answers).isEmpty();
        assertThat(known.count()).isEqualTo(1);

        untold.get(0).accept(new Spread.Told());

        assertThat(answers).singleElement().extracting(ApiAnswer::status).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"BROKER_DOWN, 503", "OUTCOME_UNKNOWN, 503", "BROKER_REFUSED, 502", "TIMEOUT, 504"})
    void post_thatTheNodesWereNotTold_namesTheLeg_andSaysWhatCountsHere(Reason reason, int status) {
        spread = new Spread.NotTold(reason, "the broker is not well");

        ApiAnswer answer = ask("POST", RevocationsApi.PATH, "{\"user\":\"alice\"}");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer).get("user")).isEqualTo("alice");
        assertThat(json(answer).get("nodes")).isEqualTo("not told");
        assertThat(error(answer, "code")).isEqualTo(reason.code());
        assertThat(error(answer, "leg")).isEqualTo("broker");
        assertThat(error(answer, "reason")).contains("not well").contains("counts already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"user\":\"\"}",
                "{\"user\":5}",
                "{\"user\":\"a\\nb\"}",
                "{\"user\":\"a\",\"tokenId\":\"b\"}",
                "{\"user\":\"a\",\"users\":\"b\"}",
                "{\"user\":\"a\",\"user\":\"b\"}",
                "{\"user\":\"a\",\"forSeconds\":0}",
                "{\"user\":\"a\",\"forSeconds\":-1}",
                "{\"user\":\"a\",\"forSeconds\":1.5}",
                "{\"user\":\"a\",\"forSeconds\":\"60\"}",
                "{\"user\":\"a\",\"forSeconds\":31622401}",
                "{\"user\":\"a\",\"forSeconds\":1e999999999}"
            })
    void post_ofWhatCannotBeDone_isRefused_andNothingIsRevoked(String body) {
        ApiAnswer answer = ask("POST", RevocationsApi.PATH, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(error(answer, "leg")).isEqualTo("client");
        assertThat(known.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"})
    void post_ofAnotherType_isRefused(String type) {
        assertThat(ask("POST", RevocationsApi.PATH, "{\"user\":\"alice\"}", type)
                        .status())
                .isEqualTo(415);
        assertThat(known.all()).isEmpty();
    }

    @Test
    void get_listsWhatIsInForce() {
        ask("POST", RevocationsApi.PATH, "{\"user\":\"alice\"}");
        ask("POST", RevocationsApi.PATH, "{\"client\":\"tab\"}");
        String id = Subject.ofUser("alice").id();

        assertThat((List<?>) json(ask("GET", RevocationsApi.PATH, "")).get("revocations"))
                .hasSize(2);
        assertThat(json(ask("GET", RevocationsApi.PATH + "/" + id, "")).get("user"))
                .isEqualTo("alice");
    }

    @Test
    void delete_lifts_onceOnly() {
        ask("POST", RevocationsApi.PATH, "{\"user\":\"alice\"}");
        String path = RevocationsApi.PATH + "/" + Subject.ofUser("alice").id();

        ApiAnswer answer = ask("DELETE", path, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).get("lifted")).isEqualTo(true);
        assertThat(json(answer).get("nodes")).isEqualTo("told");
        assertThat(known.count()).isZero();
        assertThat(ask("DELETE", path, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "OPTIONS", "DELETE"})
    void otherMethods_areNotAllowed(String method) {
        ApiAnswer answer = ask(method, RevocationsApi.PATH, "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("allow", "GET, HEAD, POST");
    }

    @Test
    void otherPath_isNone() {
        assertThat(ask("GET", RevocationsApi.PATH + "/nobody", "").status()).isEqualTo(404);
        assertThat(RevocationsApi.owns("/api/revocationsX")).isFalse();
    }

    @Test
    void full_isSaid() {
        for (int i = 0; i < Revocations.MOST; i++) {
            known.put(known.begin(Subject.ofUser("u" + i), Duration.ofHours(1)));
        }
        ApiAnswer answer = ask("POST", RevocationsApi.PATH, "{\"user\":\"alice\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(error(answer, "reason")).contains("as many as it may");
    }
}
