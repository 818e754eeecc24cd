package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.Explanation.Outcome;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.domain.replay.Candidate;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations of what the proxy would do with a request, and why. */
class ExplainTest {
  private final FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));
  private final Storage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));

  private CoreFixture proxy() {
    return new CoreFixture(upstream, UnaryOperator.identity(), CoreFixture.storage(storage));
  }

  private static Explanation.Routed explain(
      CoreFixture proxy, String method, String url, String body, String... fields) {
    return (Explanation.Routed) proxy.core.explain(describe(method, url, body, fields));
  }

  private static Explanation.Routed get(CoreFixture proxy, String url, String... fields) {
    return explain(proxy, "GET", url, "", fields);
  }

  private static RequestDescription describe(
      String method, String url, String body, String... fields) {
    return RequestDescription.of(
        method, url, Headers.of(fields), new Body.Bytes(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void hitIsExplainedWithTheStoredEntryAndTheKey() throws Exception {
    try (CoreFixture proxy = proxy()) {
      proxy.get("/api/x?b=2&a=1");
      proxy.clock.advance(Duration.ofHours(1));

      Explanation.Routed hit = get(proxy, "http://127.0.0.1:8080/api/x?a=1&b=2");

      assertThat(hit.outcome()).isEqualTo(Outcome.HIT);
      assertThat(hit.reason()).isEmpty();
      assertThat(hit.alias()).isEqualTo("api");
      assertThat(hit.url()).isEqualTo("http://up.test/v1/x?a=1&b=2");
      assertThat(hit.policy()).isEqualTo(CachePolicy.TTL);
      assertThat(hit.mode()).isEqualTo(CacheMode.CACHE);
      assertThat(hit.nearest()).isEmpty();
      Explanation.Entry stored = Objects.requireNonNull(hit.stored());
      assertThat(stored.status()).isEqualTo(200);
      assertThat(stored.bytes()).isEqualTo(CoreFixture.BODY.length());
      assertThat(stored.age()).isEqualTo(Duration.ofHours(1));
      assertThat(stored.remaining()).isEqualTo(Duration.ofDays(7).minusHours(1));
      assertThat(stored.recording()).isFalse();
      Explanation.KeyParts key = Objects.requireNonNull(hit.key());
      assertThat(key.target()).isEqualTo("/v1/x?a=1&b=2");
      assertThat(key.method()).isEqualTo("GET");
      assertThat(key.credential()).isFalse();
    }
  }

  @Test
  void missIsExplainedWithTheNearestEntriesAndTheirDifference() throws Exception {
    try (CoreFixture proxy = proxy()) {
      proxy.ask(FakeRequest.post("/api/x", "{\"a\":1}", "Content-Type", "application/json"));
      proxy.get("/api/y", "Accept-Language", "de");

      Explanation.Routed body =
          explain(proxy, "POST", "/api/x", "{\"a\":2}", "Content-Type", "application/json");
      assertThat(body.outcome()).isEqualTo(Outcome.FETCH);
      assertThat(body.reason()).isEqualTo("uri-miss");
      assertThat(body.stored()).isNull();
      assertThat(body.nearest().get(0))
          .isEqualTo(new Candidate("POST", "http://up.test/v1/x", "body /a"));
      assertThat(get(proxy, "/api/y", "Accept-Language", "en").nearest())
          .extracting(Candidate::difference)
          .startsWith("header accept-language");
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void aStaleEntryIsShownWithTheReasonWhyItIsNotUsed() throws Exception {
    try (CoreFixture proxy = proxy()) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(8));

      Explanation.Routed stale = get(proxy, "/api/x");
      assertThat(stale.outcome()).isEqualTo(Outcome.FETCH);
      assertThat(stale.reason()).isEqualTo("stale");
      assertThat(Objects.requireNonNull(stale.stored()).remaining()).isEqualTo(Duration.ofDays(-1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, Cache-Control, no-cache, FETCH, request",
    "GET, Cache-Control, no-store, PASS, request-no-store",
    "GET, X-API-Buddy-Cache, only, HIT, ''",
    "GET, Range, bytes=0-1, HIT, ''",
    "HEAD, X-Any, x, HIT, ''",
    "DELETE, X-Any, x, PASS, method"
  })
  void methodAndFieldsOfTheRequestDecideTheOutcome(
      String method, String name, String value, Outcome outcome, String reason) throws Exception {
    try (CoreFixture proxy = proxy()) {
      proxy.get("/api/x");

      Explanation.Routed explained = explain(proxy, method, "/api/x", "", name, value);
      assertThat(explained.outcome()).isEqualTo(outcome);
      assertThat(explained.reason()).isEqualTo(reason);
    }
  }

  @Test
  void missThatMustNotBeFetchedIsExplainedAsAnError() throws Exception {
    try (CoreFixture proxy = proxy()) {
      assertThat(get(proxy, "/api/x", "Cache-Control", "only-if-cached").reason())
          .isEqualTo("not_in_cache");
      assertThat(
              explain(proxy, "DELETE", "/api/x", "", "Cache-Control", "only-if-cached").outcome())
          .isEqualTo(Outcome.NONE);
      proxy.get("/api/x");
      proxy.mode(CacheMode.REPLAY);

      assertThat(get(proxy, "/api/x").outcome()).isEqualTo(Outcome.HIT);
      Explanation.Routed offline = get(proxy, "/api/y");
      assertThat(offline.outcome()).isEqualTo(Outcome.NONE);
      assertThat(offline.reason()).isEqualTo("offline_miss");
      assertThat(offline.nearest())
          .extracting(Candidate::difference)
          .containsExactly("path segment 2");
    }
  }

  @Test
  void ruleThatAppliesIsNamed() {
    try (CoreFixture proxy = proxy()) {
      Explanation.Routed token = explain(proxy, "POST", "/api/oauth/token", "x");

      assertThat(token.rule()).isEqualTo("built-in/token-end-points");
      assertThat(token.mode()).isEqualTo(CacheMode.PASSTHROUGH);
      assertThat(token.outcome()).isEqualTo(Outcome.PASS);
      assertThat(token.reason()).isEqualTo("built-in/token-end-points");
      assertThat(token.key()).isNull();
    }
  }

  @Test
  void requestTooLongForAKeyIsExplainedAsPassedOn() {
    try (CoreFixture proxy = new CoreFixture(upstream, new CacheSettings().maxKeyBody(10))) {
      Explanation.Routed long11 = explain(proxy, "POST", "/api/x", "x".repeat(11));

      assertThat(long11.outcome()).isEqualTo(Outcome.PASS);
      assertThat(long11.reason()).isEqualTo("request-too-large");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nobody/x", "http://localhost", "/api/../../x"})
  void urlThatReachesNoMappingIsExplainedAsRefused(String url) {
    try (CoreFixture proxy = proxy()) {
      assertThat(proxy.core.explain(describe("GET", url, "")))
          .isInstanceOfSatisfying(
              Explanation.Refused.class,
              refused -> assertThat(refused.status()).isBetween(400, 404));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/status", "/admin", "http://localhost:8080/admin/ui/x.js?a"})
  void adminUrlIsExplainedAsAnsweredByTheProxyItself(String url) {
    try (CoreFixture proxy = proxy()) {
      assertThat(proxy.core.explain(describe("GET", url, "")))
          .isEqualTo(new Explanation.AdminResource());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.test/api/x, No mapping covers this URL",
    "http://api.test, No mapping covers this URL",
    "http://up.test/v2/x, No mapping covers this URL",
    "HTTP://me:s3cret@up.test/v1/x, No mapping covers this URL",
    "http://up.test/v1/x?key=s3cret, to go through it request /api/x.",
    "HTTP://UP.test:80/v1, to go through it request /api."
  })
  void urlOfAnotherHostIsRefusedNamingThePathThroughTheProxy(String url, String detail) {
    try (CoreFixture proxy = proxy()) {
      assertThat(proxy.core.explain(describe("GET", url, "")))
          .isInstanceOfSatisfying(
              Explanation.Refused.class,
              refused -> {
                assertThat(refused.status()).isEqualTo(421);
                assertThat(refused.errorCode()).isEqualTo("host_not_allowed");
                assertThat(refused.detail().replace(",", ""))
                    .contains(detail)
                    .doesNotContain("s3cret");
              });
    }
  }

  @Test
  void upstreamOnLoopbackIsNotTakenForTheProxy() {
    ProxyConfiguration local =
        ProxyConfiguration.of(AliasConfiguration.of("api", "http://localhost:3000"));
    try (CoreFixture proxy =
        new CoreFixture(upstream, UnaryOperator.identity(), ports -> ports.configuration(local))) {
      for (String path : List.of("/v1/x", "/api/x", "/admin/x")) {
        assertThat(proxy.core.explain(describe("GET", "http://localhost:3000" + path, "")))
            .isInstanceOfSatisfying(
                Explanation.Refused.class,
                refused -> assertThat(refused.detail()).contains("request /api" + path));
      }
    }
  }

  @Test
  void explanationContainsNeitherCredentialsNorTheAccessKey() throws Exception {
    ProxyConfiguration keyed = new AccessSettings().keyed().configuration();
    try (CoreFixture proxy =
        new CoreFixture(upstream, UnaryOperator.identity(), ports -> ports.configuration(keyed))) {
      proxy.get("/" + AccessSettings.KEY + "/api/x?token=s3cret", "Authorization", "Bearer s3cret");

      Explanation.Routed hit =
          get(
              proxy,
              "http://localhost/" + AccessSettings.KEY + "/api/x?token=s3cret",
              "Authorization",
              "Bearer s3cret");
      assertThat(hit.outcome()).isEqualTo(Outcome.HIT);
      assertThat(Objects.requireNonNull(hit.key()).credential()).isTrue();
      assertThat(hit.toString()).doesNotContain("s3cret", AccessSettings.KEY);
      Explanation.Routed miss = get(proxy, "/api/x?token=other", "Authorization", "Bearer other");
      assertThat(miss.outcome()).isEqualTo(Outcome.FETCH);
      assertThat(miss.toString()).doesNotContain("other", "s3cret");
    }
  }

  @Test
  void explainingSendsNothingAndChangesNoEntry() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            upstream,
            UnaryOperator.identity(),
            ports ->
                ports
                    .storage(storage)
                    .configuration(
                        ProxyConfiguration.of(
                            AliasConfiguration.of("api", "http://up.test")
                                .withThrottle(ThrottleConfiguration.DEFAULT))))) {
      proxy.get("/api/x");
      List<?> before = entries();

      for (String method : List.of("GET", "POST", "DELETE")) {
        explain(proxy, method, "/api/x", "");
      }

      assertThat(entries()).isEqualTo(before);
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  private List<?> entries() {
    return storage
        .responses()
        .entries(new EntryQuery(EntrySelector.ALL, null, null, 100))
        .entries();
  }

  @Test
  void recordingOfOtherCredentialsIsExplainedAsAMiss() throws Exception {
    try (CoreFixture proxy = proxy()) {
      proxy.mode(CacheMode.RECORD);
      proxy.get("/api/x", "Authorization", "one");

      Explanation.Routed other = get(proxy, "/api/x", "Authorization", "two");
      assertThat(other.reason()).isEqualTo("vary-miss");
      assertThat(other.stored()).isNull();
      assertThat(other.nearest())
          .extracting(Candidate::difference)
          .containsExactly("nothing that is stored of it");
      assertThat(Objects.requireNonNull(other.key()).credential()).isTrue();
      assertThat(get(proxy, "/api/x", "Authorization", "one").stored()).isNotNull();
    }
  }
}
