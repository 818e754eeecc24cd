package io.apibuddy.bootstrap.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.domain.replay.Candidate;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminRequest;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainEndpointTest {
  private static final Explanation REFUSED =
      new Explanation.Refused(404, "unknown_alias", "No such alias.");

  private final List<RequestDescription> described = new ArrayList<>();

  private String explain(String json, Explanation explanation) throws AdminException {
    AdminResponse answer =
        new ExplainEndpoint(
                description -> {
                  described.add(description);
                  return explanation;
                })
            .answer(
                new Call(
                    new AdminRequest(
                        "POST",
                        "",
                        Headers.EMPTY,
                        new Body.Bytes(json.getBytes(StandardCharsets.UTF_8)),
                        () -> true),
                    Map.of()));
    return new String(((Body.Bytes) answer.body()).toByteArray(), StandardCharsets.UTF_8);
  }

  private RequestDescription description(String json) throws AdminException {
    explain(json, REFUSED);
    return described.get(described.size() - 1);
  }

  private static String text(Body.Bytes body) {
    return new String(body.toByteArray(), StandardCharsets.UTF_8);
  }

  @Test
  void requestIsReadFromItsDescription() throws AdminException {
    RequestDescription one =
        description(
            """
            {"method": "POST", "url": "http://127.0.0.1:8080/openai/v1/x?q=1",
             "headers": {"Accept": "text/plain", "X-Two": ["a", "b"]}, "body": "ü"}
            """);

    assertThat(one.head().method()).isEqualTo("POST");
    assertThat(one.head().target()).isEqualTo("/openai/v1/x?q=1");
    assertThat(one.authority()).isEqualTo("127.0.0.1:8080");
    assertThat(one.head().headers().all("X-Two")).containsExactly("a", "b");
    assertThat(one.head().headers().contains("Content-Type")).isFalse();
    assertThat(text(one.body())).isEqualTo("ü");
  }

  @Test
  void methodDefaultsToGet() throws AdminException {
    RequestDescription one = description("{\"path\": \"/openai/v1/models\", \"body\": null}");

    assertThat(one.head().method()).isEqualTo("GET");
    assertThat(one.head().target()).isEqualTo("/openai/v1/models");
    assertThat(one.body().length()).isZero();
  }

  @Test
  void bodyThatIsNotATextIsTakenAsJson() throws AdminException {
    RequestDescription one = description("{\"url\": \"/ä\", \"body\": {\"b\": [1.50, null]} }");
    assertThat(text(one.body())).isEqualTo("{\"b\": [1.50, null]}");
    assertThat(one.head().headers().first("content-type")).isEqualTo("application/json");

    RequestDescription typed =
        description(
            "{\"url\": \"/a\", \"headers\": {\"content-type\": \"a/b+json\"}, \"body\": []}");
    assertThat(typed.head().headers().all("Content-Type")).containsExactly("a/b+json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                    | not a JSON object",
        "[]                                    | not a JSON object",
        "{                                     | not JSON: see line 1 column",
        "{\"url\": \"/s3cret\"} x              | not JSON: see line 1 column 20.",
        "{\"url\": \"/a\", \"body\": s3cret}     | not JSON: see line 1 column",
        "{\"url\": \"/s3cret\"} {}             | There is text after",
        "{}                                    | url is missing",
        "{\"url\": 5}                          | url must be a text",
        "{\"url\": \"/a\", \"path\": \"/b\"}   | remove one",
        "{\"url\": \"/a\", \"uri\": \"s3cret\"}  | Unknown member uri; known: method url path headers body.",
        "{\"url\": \"/a\", \"method\": \"s3 cret\"} | method must be a token",
        "{\"url\": \"/a\", \"url\": \"/b\"}    | not JSON: see line 1",
        "{\"url\": \"/a\", \"body\": 5}         | body must be a text",
        "{\"url\": \"/a s3cret\"}              | white space",
        "{\"url\": \"/a\", \"headers\": []}    | headers must be an object",
        "{\"url\": \"/a\", \"headers\": {\"A\": 1}} | headers must be an object",
        "{\"url\": \"/a\", \"headers\": {\"A\": [1]}} | headers must be an object",
        "{\"url\": \"/a\", \"headers\": {\"a s3cret\": \"\"}} | headers: a name is not"
      })
  void invalidDescriptionIsRefusedWithoutBeingRepeated(String json, String message) {
    assertThatThrownBy(() -> explain(json, REFUSED))
        .isInstanceOfSatisfying(
            AdminException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.errorCode()).isEqualTo("bad_request");
              assertThat(refused.detail().replace(",", "")).contains(message).doesNotContain("s3");
            });
  }

  @Test
  void explanationIsWrittenAsJson() throws AdminException {
    Explanation hit =
        new Explanation.Routed(
            "openai",
            "https://api.openai.com/v1/x?key=***",
            "rules/1",
            CachePolicy.TTL,
            CacheMode.CACHE,
            Explanation.Outcome.HIT,
            "",
            new Explanation.KeyParts(
                "ab", "POST", "/v1/x", "application/json", "cd", true, List.of("accept", "a/b")),
            new Explanation.Entry(
                "7",
                200,
                12,
                Instant.parse("2026-01-01T00:00:00Z"),
                Duration.ofSeconds(90),
                Duration.ofSeconds(-5),
                false),
            List.of());

    assertThat(explain("{\"url\": \"/a\"}", hit))
        .isEqualTo(
            """
            {"outcome":"hit","alias":"openai","url":"https://api.openai.com/v1/x?key=***",\
            "rule":"rules/1","policy":"ttl","mode":"cache",\
            "key":{"digest":"ab","method":"POST","target":"/v1/x",\
            "content_type":"application/json","body_digest":"cd","credential":true,\
            "fields":[{"name":"accept","value":"a/b"}]},\
            "stored":{"id":"7","status":200,"bytes":12,"stored_at":"2026-01-01T00:00:00Z",\
            "age_seconds":90,"remaining_seconds":-5,"recording":false},"nearest":[]}
            """);
  }

  @Test
  void absentPartsAreOmitted() throws AdminException {
    Explanation miss =
        new Explanation.Routed(
            "a",
            "http://up.test/",
            "",
            CachePolicy.HTTP,
            CacheMode.REPLAY,
            Explanation.Outcome.NONE,
            "offline_miss",
            null,
            null,
            List.of(new Candidate("GET", "http://up.test/x", "path segment 1")));

    assertThat(explain("{\"url\": \"/a\"}", miss))
        .isEqualTo(
            """
            {"outcome":"none","reason":"offline_miss","alias":"a","url":"http://up.test/",\
            "policy":"http","mode":"replay",\
            "nearest":[{"method":"GET","url":"http://up.test/x","difference":"path segment 1"}]}
            """);
    assertThat(explain("{\"url\": \"/admin\"}", new Explanation.AdminResource()))
        .isEqualTo("{\"outcome\":\"own\"}\n");
    assertThat(explain("{\"url\": \"/a\"}", REFUSED))
        .isEqualTo(
            """
            {"outcome":"refused","status":404,"error_code":"unknown_alias",\
            "detail":"No such alias."}
            """);
  }
}
