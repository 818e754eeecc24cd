package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.PathGlob;
import io.apibuddy.domain.config.PathRule;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules, which configure caching for some requests of a mapping. */
class RulesTest {
  private static final CacheConfiguration CACHE = CacheConfiguration.DEFAULT;

  private final FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));

  private CoreFixture proxy(String url, PathRule... rules) {
    return new CoreFixture(
        upstream,
        UnaryOperator.identity(),
        ports -> ports.configuration(configuration(url, rules)));
  }

  private static ProxyConfiguration configuration(String url, PathRule... rules) {
    return ProxyConfiguration.of(
        AliasConfiguration.of("api", url)
            .withThrottle(ThrottleConfiguration.DEFAULT.withLimits())
            .withRules(List.of(rules)));
  }

  private static PathRule rule(String path, CacheConfiguration cache) {
    return new PathRule(Set.of(), PathGlob.of(path), cache);
  }

  private static String post(CoreFixture proxy, String path) throws Exception {
    return proxy.ask(FakeRequest.post(path, "{}")).field("Cache-Status");
  }

  @Test
  void passthroughRuleKeepsRequestsFromTheCacheAndIsNamedInCacheStatus() throws Exception {
    try (CoreFixture proxy =
        proxy("http://up.test", rule("/jobs/**", CACHE.withMode(CacheMode.PASSTHROUGH)))) {
      for (int i = 0; i < 2; i++) {
        assertThat(proxy.get("/api/jobs/1").field("Cache-Status"))
            .isEqualTo("api-buddy; fwd=bypass; fwd-status=200; detail=rules/0");
      }
      proxy.get("/api/things");
      assertThat(proxy.get("/api/things").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void aRuleSetsALifetimeOfItsOwn() throws Exception {
    try (CoreFixture proxy =
        proxy("http://up.test", rule("/news/*", CACHE.withTtl(Duration.ofMinutes(1))))) {
      proxy.get("/api/news/1");
      proxy.get("/api/things");
      proxy.clock.advance(Duration.ofMinutes(2));

      assertThat(proxy.get("/api/news/1").field("Cache-Status")).contains("fwd=stale");
      assertThat(proxy.get("/api/things").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void changedRuleAppliesFromTheNextRequestOn() throws Exception {
    try (CoreFixture proxy = proxy("http://up.test")) {
      proxy.get("/api/x");
      proxy.core.reconfigure(
          configuration("http://up.test", rule("/x", CACHE.withMode(CacheMode.PASSTHROUGH))));

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("BYPASS");
      proxy.core.reconfigure(configuration("http://up.test"));
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void replayRuleMakesNoUpstreamCall() throws Exception {
    try (CoreFixture proxy =
        proxy("http://up.test", rule("/x", CACHE.withMode(CacheMode.REPLAY)))) {
      assertThat(proxy.get("/api/x").field("X-API-Buddy-Error")).isEqualTo("offline_miss");
      assertThat(upstream.calls()).isZero();
    }
  }

  @Test
  void tokenEndpointsAreNotCachedUnlessARuleSaysSo() throws Exception {
    try (CoreFixture proxy = proxy("http://up.test")) {
      String passed = "fwd=bypass; fwd-status=200; detail=built-in/token-end-points";
      assertThat(post(proxy, "/api/oauth/x")).contains(passed);
      assertThat(post(proxy, "/api/oauth/x")).contains(passed);
      assertThat(proxy.get("/api/a/token").field("Cache-Status")).contains(passed);
    }
    try (CoreFixture proxy = proxy("http://up.test", rule("**/token", CACHE))) {
      proxy.get("/api/a/token");
      assertThat(proxy.get("/api/a/token").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://mine.openai.azure.com/openai, /deployments/d/embeddings, /batches, azure-openai",
    "https://eu.api.openai.com/v1, /embeddings, /batches, openai",
    "'https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/l',"
        + "/publishers/google/models/m:generateContent, /batchPredictionJobs, vertex",
    "'https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/l',"
        + "/endpoints/e:predict, /publishers/google/models/m:fetchPredictOperation, vertex",
    "'https://aiplatform.googleapis.com/v1/projects/p/locations/l',"
        + "/endpoints/e/chat/completions, /endpoints/e:deployModel, vertex"
  })
  void builtInRulesOfAServiceApplyToItsRegions(
      String upstreamUrl, String kept, String job, String name) throws Exception {
    try (CoreFixture proxy = proxy(upstreamUrl)) {
      assertThat(post(proxy, "/api" + kept)).contains("; stored");
      assertThat(post(proxy, "/api" + kept)).contains("; hit");
      assertThat(post(proxy, "/api" + job)).contains("detail=built-in/" + name);
    }
  }

  @Test
  void embeddingsOfAProviderAreCachedAndItsBatchesAreNot() throws Exception {
    try (CoreFixture proxy = proxy("https://api.openai.com")) {
      assertThat(post(proxy, "/api/v1/embeddings")).contains("; stored");
      assertThat(post(proxy, "/api/v1/embeddings")).contains("; hit");
      assertThat(post(proxy, "/api/v1/batches")).contains("detail=built-in/openai");
      assertThat(post(proxy, "/api/v1/batches")).contains("detail=built-in/openai");
      assertThat(upstream.calls()).isEqualTo(3);
    }
  }

  @Test
  void forwardedChangeInvalidatesEntriesWhicheverRuleStoredThem() throws Exception {
    FakeUpstream dated =
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "max-age=60"));
    PathRule passing =
        new PathRule(Set.of("DELETE"), PathGlob.of("/**"), CACHE.withMode(CacheMode.PASSTHROUGH));
    PathRule http = rule("/x", new CacheSettings().http().apply(CACHE));
    try (CoreFixture proxy =
        new CoreFixture(
            dated,
            UnaryOperator.identity(),
            ports -> ports.configuration(configuration("http://up.test", passing, http)))) {
      for (String target : List.of("/api/x?b=1&a=2", "/api/y?b=1&a=2")) {
        proxy.get(target);
        assertThat(proxy.get(target).field("X-Cache")).isEqualTo("HIT");
        proxy.ask(FakeRequest.of("DELETE", target));

        assertThat(proxy.get(target).field("X-Cache")).isEqualTo("MISS");
      }
    }
  }
}
