package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.Throttled;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.time.Pause;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits and pauses as clients see them. */
class ThrottlingTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final CacheSettings CACHE = new CacheSettings();
  private static final String PAGE = "http://localhost:3000";
  private static final String RETRY_INFO =
      "{\"error\":{\"code\":429,\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
          + "\"retryDelay\":\"34.5s\"}]}}";

  private final ManualTicker ticker = new ManualTicker();
  private final List<Throttled> throttled = new CopyOnWriteArrayList<>();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private final Storage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));
  private final FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));
  private volatile Pause pause = ticker::advance;

  private static ThrottleConfiguration perHour(long requests) {
    return ThrottleConfiguration.DEFAULT.withLimits(new RateLimit(requests, HOUR));
  }

  private CoreFixture proxy(
      FakeUpstream server,
      UnaryOperator<CacheConfiguration> cache,
      ThrottleConfiguration throttle) {
    ExchangeListener listener =
        new ExchangeListener() {
          @Override
          public void onThrottled(Throttled event) {
            throttled.add(event);
          }

          @Override
          public void onNotice(Notice notice) {
            notices.add(notice);
          }
        };
    return new CoreFixture(
        server,
        cache,
        ports ->
            ports
                .ticker(ticker)
                .storage(storage)
                .listener(listener)
                .pause(duration -> pause.pause(duration))
                .configuration(configuration(cache, throttle)));
  }

  private static ProxyConfiguration configuration(
      UnaryOperator<CacheConfiguration> cache, ThrottleConfiguration throttle) {
    CacheConfiguration cached = cache.apply(CacheConfiguration.DEFAULT);
    return ProxyConfiguration.of(
        AliasConfiguration.of("api", "http://up.test/v1").withCache(cached).withThrottle(throttle),
        AliasConfiguration.of("other", "https://other.test").withThrottle(throttle));
  }

  /** Makes each wait stop at a gate first, and then advances the ticker by its duration. */
  private Gate gatedPauses() {
    Gate gate = new Gate();
    pause =
        duration -> {
          gate.pass();
          ticker.advance(duration);
        };
    return gate;
  }

  @Test
  void requestBeyondTheLimitIsRefusedWithTheTimeUntilItWillPass() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(3))) {
      for (int i = 0; i < 3; i++) {
        assertThat(proxy.get("/api/" + i).status()).isEqualTo(200);
      }
      ticker.advance(Duration.ofMinutes(10));

      CoreFixture.Answer refused = proxy.get("/api/3?key=secret");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.field("Content-Type")).isEqualTo("application/problem+json");
      assertThat(refused.field("X-API-Buddy-Error")).isEqualTo("throttled");
      assertThat(refused.field("Retry-After")).isEqualTo("3000");
      assertThat(refused.field("RateLimit")).isEqualTo("\"per-hour\";r=0;t=3000");
      assertThat(refused.field("RateLimit-Policy")).isEqualTo("\"per-hour\";q=3;w=3600");
      assertThat(refused.field("X-RateLimit-Limit")).isEqualTo("3");
      assertThat(refused.field("X-RateLimit-Remaining")).isEqualTo("0");
      assertThat(refused.field("X-RateLimit-Reset"))
          .isEqualTo(Long.toString(ManualClock.START.plusSeconds(3000).getEpochSecond()));
      assertThat(refused.field("Cache-Control")).isEqualTo("no-store");
      assertThat(refused.field("Cache-Status")).isEmpty();
      assertThat(refused.field("X-Should-Retry")).isEqualTo("false");
      assertThat(refused.body())
          .contains("\"error_code\":\"throttled\"", "\"alias\":\"api\"")
          .contains("3 requests per hour", "throttling.default_requests_per_hour")
          .doesNotContain("secret");
      assertThat(upstream.calls()).isEqualTo(3);
      ticker.advance(Duration.ofMinutes(50));
      assertThat(proxy.get("/api/3").status()).isEqualTo(200);
    }
  }

  /** A browser sends it ahead of a request, and shows a page no reason if it fails. */
  @Test
  void preflightNeitherCountsNorIsRefused() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      assertThat(proxy.ask(preflight()).status()).isEqualTo(200);
      assertThat(proxy.get("/api/1").status()).isEqualTo(200);
      assertThat(proxy.get("/api/2").field("X-API-Buddy-Error")).isEqualTo("throttled");

      assertThat(proxy.ask(preflight()).status()).isEqualTo(200);
      assertThat(upstream.calls()).isEqualTo(3);
    }
  }

  @Test
  void pauseThatThePreflightsAnswerAsksForHoldsBackRequestsButNoPreflight() throws Exception {
    FakeUpstream paused =
        new FakeUpstream(UpstreamAnswer.of(429, "slow down", "Retry-After", "60"));
    try (CoreFixture proxy = proxy(paused, CACHE, perHour(1))) {
      proxy.ask(preflight());

      assertThat(proxy.get("/api/1").field("X-API-Buddy-Error")).isEqualTo("upstream_paused");
      assertThat(proxy.ask(preflight()).field("X-API-Buddy-Error")).isEmpty();
      assertThat(paused.calls()).isEqualTo(2);
    }
  }

  /** Browsers send a preflight with both fields and without content. */
  @Test
  void requestThatOnlyResemblesAPreflightCounts() throws Exception {
    String path = "/api/1";
    List<FakeRequest> requests =
        List.of(
            FakeRequest.of("OPTIONS", path),
            FakeRequest.of("OPTIONS", path, "Origin", PAGE),
            FakeRequest.of("OPTIONS", path, "Access-Control-Request-Method", "POST"),
            preflight().withBody("content"),
            FakeRequest.of("GET", path, "Origin", PAGE, "Access-Control-Request-Method", "POST"));
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(requests.size()))) {
      for (FakeRequest request : requests) {
        assertThat(proxy.ask(request).status()).isEqualTo(200);
      }

      assertThat(proxy.get("/api/2").field("X-API-Buddy-Error")).isEqualTo("throttled");
    }
  }

  private static FakeRequest preflight() {
    return FakeRequest.of(
        "OPTIONS", "/api/1", "Origin", PAGE, "Access-Control-Request-Method", "POST");
  }

  @Test
  void noticeAboutRefusalsIsGivenOncePerAliasAndHour() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      for (String alias : List.of("api", "other")) {
        for (int i = 0; i < 3; i++) {
          proxy.get("/" + alias + "/" + i);
        }
      }
      ticker.advance(HOUR);
      proxy.get("/api/4");
      proxy.get("/api/5");
    }

    assertThat(notices).extracting(Notice::code).containsOnly("throttled");
    assertThat(notices)
        .extracting(notice -> notice.message().substring(0, notice.message().indexOf(':')))
        .containsExactly("api", "other", "api");
    assertThat(notices.get(0).message())
        .contains("1 request per hour", "Try again in", "throttling.default_requests_per_hour");
  }

  @Test
  void refusalForAShortTimeDoesNotDiscourageRetries() throws Exception {
    RateLimit perMinute = new RateLimit(1, Duration.ofMinutes(1));
    try (CoreFixture proxy =
        proxy(upstream, CACHE, ThrottleConfiguration.DEFAULT.withLimits(perMinute))) {
      proxy.get("/api/1");
      CoreFixture.Answer refused = proxy.get("/api/2");

      assertThat(refused.field("Retry-After")).isEqualTo("60");
      assertThat(refused.head().headers().contains("X-Should-Retry")).isFalse();
    }
  }

  @Test
  void refusalForAPenaltyNamesItsSetting() throws Exception {
    RateLimit perMillisecond = new RateLimit(1, Duration.ofMillis(1));
    try (CoreFixture proxy =
        proxy(upstream, CACHE, ThrottleConfiguration.DEFAULT.withLimits(perMillisecond))) {
      proxy.get("/api/1");
      CoreFixture.Answer refused = proxy.get("/api/2");

      assertThat(refused.field("Retry-After")).isEqualTo("1");
      assertThat(refused.body()).contains("throttling.progressive_enabled");
    }
  }

  @Test
  void hitsAreNeitherCountedNorRefused() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(2))) {
      for (int i = 0; i < 10; i++) {
        assertThat(proxy.get("/api/1").status()).isEqualTo(200);
      }
      assertThat(proxy.get("/api/2").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/3").status()).isEqualTo(429);
      assertThat(proxy.get("/api/1").field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/none", "Cache-Control", "only-if-cached").status()).isEqualTo(504);
    }
  }

  @Test
  void everyKindOfUpstreamCallIsCounted() throws Exception {
    FakeUpstream validating =
        new FakeUpstream(
            received ->
                received.request().headers().contains("If-None-Match")
                    ? UpstreamAnswer.of(304, "", "ETag", "\"1\"")
                    : UpstreamAnswer.of(200, CoreFixture.BODY, "ETag", "\"1\""));
    try (CoreFixture proxy = proxy(validating, CACHE, perHour(5))) {
      proxy.get("/api/1");
      proxy.clock.advance(Duration.ofDays(8));
      assertThat(proxy.get("/api/1").field("X-Cache")).isEqualTo("REVALIDATED");
      proxy.ask(FakeRequest.of("DELETE", "/api/2"));
      proxy.get("/api/1", "Cache-Control", "no-store");
      proxy.get("/api/1", "Cache-Control", "no-cache");

      for (FakeRequest request :
          List.of(
              FakeRequest.get("/api/3"),
              FakeRequest.of("DELETE", "/api/1"),
              FakeRequest.post("/api/1", "x"),
              FakeRequest.get("/api/1", "Cache-Control", "no-cache"))) {
        assertThat(proxy.ask(request).status()).isEqualTo(429);
      }
      assertThat(validating.calls()).isEqualTo(5);
    }
  }

  @Test
  void retryOnANewConnectionIsNotCounted() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FakeUpstream stale =
        new FakeUpstream(
            received -> {
              if (calls.getAndIncrement() == 0) {
                throw FakeUpstream.failure(Kind.STALE_CONNECTION, RequestSent.NO);
              }
              return UpstreamAnswer.of(200, CoreFixture.BODY);
            });
    try (CoreFixture proxy = proxy(stale, CACHE, perHour(2))) {
      assertThat(proxy.get("/api/1").status()).isEqualTo(200);
      assertThat(proxy.get("/api/2").status()).isEqualTo(200);
      assertThat(proxy.get("/api/3").status()).isEqualTo(429);
    }
  }

  @Test
  void aliasesAreCountedSeparately() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      assertThat(proxy.get("/api/1").status()).isEqualTo(200);
      assertThat(proxy.get("/api/2").status()).isEqualTo(429);
      assertThat(proxy.get("/other/1").status()).isEqualTo(200);
    }
  }

  @Test
  void changedLimitAppliesToTheNextRequest() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      proxy.get("/api/1");
      assertThat(proxy.get("/api/2").status()).isEqualTo(429);

      proxy.core.reconfigure(configuration(CACHE, perHour(2)));
      assertThat(proxy.get("/api/2").status()).isEqualTo(200);
      assertThat(proxy.get("/api/3").status()).isEqualTo(429);
      proxy.core.reconfigure(configuration(CACHE, ThrottleConfiguration.DEFAULT.withLimits()));
      assertThat(proxy.get("/api/3").status()).isEqualTo(200);
    }
  }

  @Test
  void countsSurviveARestart() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      proxy.get("/api/1");
    }
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      assertThat(proxy.get("/api/2").status()).isEqualTo(429);
    }
  }

  @Test
  void equalRequestsShareOneRefusalThatCountsOnce() throws Exception {
    Gate gate = new Gate();
    pause =
        duration -> {
          gate.pass(); // less time passes than was waited for
          ticker.advance(Duration.ofSeconds(1));
        };
    RateLimit perSecond = new RateLimit(1, Duration.ofSeconds(1));
    RateLimit perHour = new RateLimit(2, HOUR);
    ThrottleConfiguration patient =
        ThrottleConfiguration.DEFAULT
            .withLimits(perSecond, perHour)
            .withMaxWait(Duration.ofSeconds(5));
    try (CoreFixture proxy = proxy(upstream, CACHE, patient)) {
      proxy.get("/api/1");
      List<Background<CoreFixture.Answer>> equal = new ArrayList<>();
      Background<CoreFixture.Answer> first = proxy.asking(FakeRequest.get("/api/2"));
      gate.awaitArrival();
      for (int i = 0; i < 4; i++) {
        equal.add(proxy.asking(FakeRequest.get("/api/3")));
      }
      for (Background<CoreFixture.Answer> asking : equal) {
        asking.awaitWaitingIn("awaitHead", "awaitTurn");
      }
      gate.open();

      assertThat(first.get().status()).isEqualTo(200);
      for (Background<CoreFixture.Answer> asking : equal) {
        assertThat(asking.get())
            .returns(429, CoreFixture.Answer::status)
            .returns("3599", answer -> answer.field("Retry-After"));
      }
      assertThat(upstream.calls()).isEqualTo(2);
    }
    assertThat(
            storage
                .throttle()
                .state("api", List.of(perHour), ManualClock.START.plusSeconds(1))
                .penalty())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void refusalsAreReportedAndCountedInTheJournal() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      proxy.get("/api/1");
      proxy.get("/api/2?key=secret");
      proxy.ask(FakeRequest.of("PUT", "/api/3"));
      proxy.awaitIdle();
    }

    assertThat(throttled)
        .extracting(Throttled::alias, Throttled::method, Throttled::path, Throttled::retryAfter)
        .containsExactly(tuple("api", "GET", "/2?key=***", HOUR), tuple("api", "PUT", "/3", HOUR));
    Instant minute = ManualClock.START.truncatedTo(ChronoUnit.MINUTES);
    assertThat(storage.metrics().summarize(minute, minute.plusSeconds(60)))
        .extracting(
            MetricsRow::method, MetricsRow::outcome, MetricsRow::statusClass, MetricsRow::count)
        .containsExactlyInAnyOrder(
            tuple("GET", "MISS", 2, 1L),
            tuple("GET", "THROTTLED", 4, 1L),
            tuple("PUT", "THROTTLED", 4, 1L));
  }

  @Test
  void staleAnswerIsServedForARefusedRequest() throws Exception {
    CacheSettings lenient = new CacheSettings().staleIfError(Duration.ofDays(1));
    try (CoreFixture proxy = proxy(upstream, lenient, perHour(1))) {
      proxy.get("/api/1");
      proxy.clock.advance(Duration.ofDays(7).plusHours(1));

      assertThat(proxy.get("/api/1"))
          .returns(200, CoreFixture.Answer::status)
          .returns("STALE", answer -> answer.field("X-Cache"))
          .returns(
              "api-buddy; hit; ttl=-3600; detail=stale-if-error",
              answer -> answer.field("Cache-Status"));
      proxy.clock.advance(Duration.ofDays(1));
      assertThat(proxy.get("/api/1").status()).isEqualTo(429);
      proxy.awaitIdle();
    }
    assertThat(throttled).hasSize(1);
  }

  @Test
  void staleAnswerIsServedForARequestThatTheUpstreamRefuses() throws Exception {
    FakeUpstream limited =
        FakeUpstream.once(
            UpstreamAnswer.of(200, CoreFixture.BODY),
            UpstreamAnswer.of(429, "slow down", "Retry-After", "9"));
    CacheSettings lenient = new CacheSettings().staleIfError(Duration.ofDays(1));
    try (CoreFixture proxy = proxy(limited, lenient, perHour(10))) {
      proxy.get("/api/1");
      proxy.clock.advance(Duration.ofDays(7).plusHours(1));

      List<String> statuses =
          List.of(
              "api-buddy; fwd=stale; fwd-status=429; detail=stale-if-error",
              "api-buddy; hit; ttl=-3600; detail=stale-if-error");
      for (String status : statuses) {
        assertThat(proxy.get("/api/1"))
            .returns("STALE", answer -> answer.field("X-Cache"))
            .returns(status, answer -> answer.field("Cache-Status"));
      }
      assertThat(limited.calls()).isEqualTo(2);
    }
  }

  @Test
  void backgroundRevalidationBeyondTheLimitIsSkippedWithoutWaiting() throws Exception {
    CacheSettings refreshing = new CacheSettings().staleWhileRevalidate(Duration.ofDays(9));
    ThrottleConfiguration patient = perHour(1).withMaxWait(HOUR);
    pause =
        duration -> {
          throw new AssertionError("it waits");
        };
    try (CoreFixture proxy = proxy(upstream, refreshing, patient)) {
      proxy.get("/api/1");
      proxy.clock.advance(Duration.ofDays(8));
      assertThat(proxy.get("/api/1").field("X-Cache")).isEqualTo("STALE");
      proxy.awaitIdle();
    }
    assertThat(upstream.calls()).isEqualTo(1);
    assertThat(throttled).isEmpty();
  }

  @Test
  void retryAfterOfTheUpstreamPausesRequestsWithTheSameCredential() throws Exception {
    FakeUpstream limited =
        FakeUpstream.once(
            UpstreamAnswer.of(429, "slow down", "Retry-After", "30"),
            UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy = proxy(limited, CACHE, perHour(10))) {
      assertThat(proxy.get("/api/1", "Authorization", "one").body()).isEqualTo("slow down");

      CoreFixture.Answer paused = proxy.get("/api/2", "Authorization", "one");
      assertThat(paused.status()).isEqualTo(429);
      assertThat(paused.field("X-API-Buddy-Error")).isEqualTo("upstream_paused");
      assertThat(paused.field("Retry-After")).isEqualTo("30");
      assertThat(paused.body()).contains("throttling.respect_upstream");
      assertThat(proxy.ask(FakeRequest.of("PUT", "/api/3", "Authorization", "one")).status())
          .isEqualTo(429);
      assertThat(proxy.get("/api/2", "Authorization", "two").status()).isEqualTo(200);
      assertThat(proxy.get("/other/2", "Authorization", "one").status()).isEqualTo(200);
      ticker.advance(Duration.ofSeconds(30));
      assertThat(proxy.get("/api/4", "Authorization", "one").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CacheMode.class,
      names = {"CACHE", "PASSTHROUGH"})
  void pauseThatTheContentOfARefusalAsksForIsThatOfItsModel(CacheMode mode) throws Exception {
    String[] types = {"Content-Type", "application/json"};
    FakeUpstream limited =
        FakeUpstream.once(
            UpstreamAnswer.streamed(429, types)
                .send(RETRY_INFO.substring(0, 30))
                .send(RETRY_INFO.substring(30)),
            UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy = proxy(limited, new CacheSettings().mode(mode), perHour(10))) {
      assertThat(proxy.ask(FakeRequest.post("/api/models/large:generate", "1")).body())
          .isEqualTo(RETRY_INFO);

      assertThat(proxy.ask(FakeRequest.post("/api/models/large:generate", "2")))
          .returns("upstream_paused", answer -> answer.field("X-API-Buddy-Error"))
          .returns("35", answer -> answer.field("Retry-After"));
      assertThat(proxy.ask(FakeRequest.post("/api/models/small:generate", "3")).status())
          .isEqualTo(200);
      ticker.advance(Duration.ofSeconds(35));
      assertThat(proxy.ask(FakeRequest.post("/api/models/large:generate", "4")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void pauseThatCompressedContentAsksForIsHeeded() throws Exception {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(content)) {
      gzip.write(RETRY_INFO.getBytes(StandardCharsets.UTF_8));
    }
    FakeUpstream limited =
        new FakeUpstream(
            UpstreamAnswer.of(
                    503,
                    content.toByteArray(),
                    "Content-Type",
                    "application/json; charset=UTF-8",
                    "Content-Encoding",
                    "gzip")
                .atOnce());
    try (CoreFixture proxy = proxy(limited, CACHE, perHour(10))) {
      assertThat(proxy.get("/api/1", "Accept-Encoding", "gzip").status()).isEqualTo(503);

      assertThat(proxy.get("/api/2").field("Retry-After")).isEqualTo("35");
    }
  }

  @Test
  void longRefusalPausesNothing() throws Exception {
    UpstreamAnswer refusal =
        UpstreamAnswer.streamed(429, "Content-Type", "application/json")
            .send(RETRY_INFO)
            .send(" ".repeat(17 << 10));
    FakeUpstream limited = FakeUpstream.once(refusal, UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy = proxy(limited, CACHE, perHour(10))) {
      assertThat(proxy.get("/api/1").status()).isEqualTo(429);

      assertThat(proxy.get("/api/2").status()).isEqualTo(200);
    }
  }

  @Test
  void pauseOfOneModelDoesNotHoldUpAnother() throws Exception {
    FakeUpstream limited =
        new FakeUpstream(
            received ->
                UpstreamAnswer.of(
                    200,
                    CoreFixture.BODY,
                    "x-ratelimit-remaining-tokens",
                    "0",
                    "x-ratelimit-reset-tokens",
                    "6m0s"));
    try (CoreFixture proxy = proxy(limited, CACHE, perHour(10))) {
      String large = "{\"model\":\"large\",\"input\":\"%s\"}";
      assertThat(proxy.ask(FakeRequest.post("/api/x", large.formatted(1))).status()).isEqualTo(200);
      assertThat(proxy.ask(FakeRequest.post("/api/x", large.formatted(2))))
          .returns(429, CoreFixture.Answer::status)
          .returns("360", answer -> answer.field("Retry-After"));
      assertThat(proxy.ask(FakeRequest.post("/api/x", "{\"model\":\"small\"}")).status())
          .isEqualTo(200);
      assertThat(proxy.ask(FakeRequest.post("/api/x", large.formatted(1))).field("X-Cache"))
          .isEqualTo("HIT");
    }
  }

  @Test
  void recordedRefusalIsAskedAgainAfterThePauseThatItAskedFor() throws Exception {
    FakeUpstream limited =
        FakeUpstream.once(
            UpstreamAnswer.of(429, "slow down", "Retry-After", "30"),
            UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy =
        proxy(limited, new CacheSettings().mode(CacheMode.RECORD), perHour(10))) {
      assertThat(proxy.get("/api/1").body()).isEqualTo("slow down");
      assertThat(proxy.get("/api/1"))
          .returns("30", answer -> answer.field("Retry-After"))
          .returns("upstream_paused", answer -> answer.field("X-API-Buddy-Error"));
      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.get("/api/1").body()).isEqualTo("slow down");
      proxy.mode(CacheMode.RECORD);
      ticker.advance(Duration.ofSeconds(30));

      assertThat(proxy.get("/api/1").body()).isEqualTo(CoreFixture.BODY);
      assertThat(proxy.get("/api/1").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void inPassthroughModeAPauseOfOneModelDoesNotHoldUpAnother() throws Exception {
    FakeUpstream limited =
        new FakeUpstream(
            received ->
                StandardCharsets.UTF_8
                        .decode(received.content().buffer())
                        .toString()
                        .contains("large")
                    ? UpstreamAnswer.of(429, "", "Retry-After", "60")
                    : UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy =
        proxy(limited, new CacheSettings().mode(CacheMode.PASSTHROUGH), perHour(10))) {
      proxy.ask(FakeRequest.post("/api/x", "{\"model\":\"large\",\"input\":\"1\"}"));

      assertThat(proxy.ask(FakeRequest.post("/api/x", "{\"model\":\"small\"}")).status())
          .isEqualTo(200);
      assertThat(proxy.ask(FakeRequest.post("/api/x", "{\"model\":\"large\"}")))
          .returns("60", answer -> answer.field("Retry-After"))
          .returns("upstream_paused", answer -> answer.field("X-API-Buddy-Error"));
    }
  }

  @Test
  void rateLimitFieldsOfTheUpstreamAreNotRepeatedOnHits() throws Exception {
    FakeUpstream limiting =
        new FakeUpstream(
            UpstreamAnswer.of(
                200,
                CoreFixture.BODY,
                "RateLimit",
                "\"a\";r=4;t=9",
                "RateLimit-Policy",
                "\"a\";q=5;w=10",
                "X-RateLimit-Remaining",
                "4",
                "x-ratelimit-remaining-tokens",
                "7",
                "anthropic-ratelimit-requests-remaining",
                "4",
                "X-Other",
                "stays"));
    try (CoreFixture proxy = proxy(limiting, CACHE, perHour(10))) {
      assertThat(proxy.get("/api/1").field("X-RateLimit-Remaining")).isEqualTo("4");

      CoreFixture.Answer hit = proxy.get("/api/1");
      assertThat(hit.field("X-Cache")).isEqualTo("HIT");
      assertThat(hit.field("X-Other")).isEqualTo("stays");
      for (int i = 0; i < hit.head().headers().size(); i++) {
        assertThat(hit.head().headers().name(i)).doesNotContainIgnoringCase("ratelimit");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void requestBeyondTheLimitWaitsForItsTurnIfItMay(String method) throws Exception {
    ThrottleConfiguration patient = perHour(1).withMaxWait(HOUR);
    try (CoreFixture proxy = proxy(upstream, CACHE, patient)) {
      proxy.ask(FakeRequest.of(method, "/api/1"));

      assertThat(proxy.ask(FakeRequest.of(method, "/api/2")).status()).isEqualTo(200);
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void waitingRequestWhoseClientLeavesIsNotSentAndFreesItsPlace(String method) throws Exception {
    Gate gate = gatedPauses();
    ThrottleConfiguration patient = perHour(1).withMaxWait(HOUR);
    try (CoreFixture proxy = proxy(upstream, CACHE, patient)) {
      proxy.get("/api/1");
      FakeRequest leaving = FakeRequest.of(method, "/api/2");
      Background<CoreFixture.Answer> waiting = proxy.asking(leaving);
      gate.awaitArrival();
      leaving.leave();
      assertThat(waiting.get().status()).isEqualTo(499);

      Background<CoreFixture.Answer> next = proxy.asking(FakeRequest.get("/api/3"));
      gate.open();
      assertThat(next.get().status()).isEqualTo(200);
      assertThat(upstream.received())
          .extracting(received -> received.request().target())
          .containsExactly("/v1/1", "/v1/3");
    }
  }

  @Test
  void aWaitingRequestGoesOnForTheClientsThatStay() throws Exception {
    Gate gate = gatedPauses();
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1).withMaxWait(HOUR))) {
      proxy.get("/api/1");
      FakeRequest leaving = FakeRequest.get("/api/2");
      Background<CoreFixture.Answer> leader = proxy.asking(leaving);
      gate.awaitArrival();
      Background<CoreFixture.Answer> follower = proxy.asking(FakeRequest.get("/api/2"));
      follower.awaitWaitingIn("awaitHead");
      leaving.leave();
      gate.open();

      assertThat(leader.get().status()).isEqualTo(499);
      assertThat(follower.get())
          .returns(200, CoreFixture.Answer::status)
          .returns("COLLAPSED", answer -> answer.field("X-Cache"));
    }
  }

  @Test
  void concurrentRequestsBeyondTheLimitDoNotReachTheUpstream() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(10))) {
      List<Background<CoreFixture.Answer>> clients = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        clients.add(proxy.asking(FakeRequest.get("/api/" + i)));
      }
      int passed = 0;
      for (Background<CoreFixture.Answer> client : clients) {
        passed += client.get().status() == 200 ? 1 : 0;
      }

      assertThat(passed).isEqualTo(10);
      assertThat(upstream.calls()).isEqualTo(10);
    }
  }

  @Test
  void changedConfigurationKeepsTheWaitingRequests() throws Exception {
    Gate gate = gatedPauses();
    ThrottleConfiguration patient = perHour(1).withMaxWait(HOUR);
    try (CoreFixture proxy = proxy(upstream, CACHE, patient)) {
      proxy.get("/api/1");
      Background<ProxyResponse> first =
          Background.start(() -> proxy.respond(FakeRequest.get("/api/2")));
      gate.awaitArrival();

      proxy.core.reconfigure(configuration(CACHE, patient));

      assertThat(waiting(proxy, "api")).isEqualTo(1);
      gate.open();
      try (ProxyResponse response = first.get()) {
        assertThat(response.head().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void requestUnderARaisedLimitDoesNotWaitForThoseUnderTheLowerOne() throws Exception {
    Gate gate = gatedPauses();
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1).withMaxWait(HOUR))) {
      proxy.get("/api/1");
      Background<ProxyResponse> first =
          Background.start(() -> proxy.respond(FakeRequest.get("/api/2")));
      gate.awaitArrival();

      proxy.core.reconfigure(configuration(CACHE, perHour(1000).withMaxWait(HOUR)));

      assertThat(proxy.get("/api/3").status()).isEqualTo(200);
      gate.open();
      first.get().close();
    }
  }

  @Test
  void requestWaitingUnderAFormerLimitIsShownAsWaiting() throws Exception {
    Gate gate = gatedPauses();
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1).withMaxWait(HOUR))) {
      proxy.get("/api/1");
      Background<ProxyResponse> first =
          Background.start(() -> proxy.respond(FakeRequest.get("/api/2")));
      gate.awaitArrival();

      for (long limit : List.of(5L, 6L)) {
        proxy.core.reconfigure(configuration(CACHE, perHour(limit).withMaxWait(HOUR)));
        assertThat(waiting(proxy, "api")).isEqualTo(1);
        assertThat(waiting(proxy, "other")).isZero();
      }
      gate.open();
      first.get().close();
      assertThat(waiting(proxy, "api")).isZero();
    }
  }

  private static int waiting(CoreFixture proxy, String alias) {
    return Objects.requireNonNull(proxy.core.throttle().get(alias)).waiting();
  }

  @Test
  void aliasAtItsLimitTakesNoWaitingPlacesOfOthers() throws Exception {
    Gate gate = gatedPauses();
    // Two waiting requests advance the same ticker.
    ProxyConfiguration few = withPlaces(2, perHour(1).withMaxWait(HOUR.multipliedBy(2)));
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      proxy.core.reconfigure(few);
      proxy.get("/api/1");
      proxy.get("/other/1");
      Background<ProxyResponse> waiting =
          Background.start(() -> proxy.respond(FakeRequest.get("/api/2")));
      gate.awaitArrival();
      CoreFixture.Answer refused = proxy.get("/api/3");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.field("Retry-After")).isEqualTo("3600");
      assertThat(refused.body()).contains("throttling.max_wait_seconds");

      Background<ProxyResponse> other =
          Background.start(() -> proxy.respond(FakeRequest.get("/other/2")));
      gate.open();
      for (Background<ProxyResponse> passed : List.of(waiting, other)) {
        try (ProxyResponse response = passed.get()) {
          assertThat(response.head().status()).isEqualTo(200);
        }
      }
    }
  }

  private static ProxyConfiguration withPlaces(int places, ThrottleConfiguration throttle) {
    ProxyConfiguration usual = configuration(CACHE, throttle);
    return new ProxyConfiguration(
        usual.aliases(),
        usual.allowedHosts(),
        usual.credentialQueryParams(),
        usual.spoolBudget(),
        usual.keyBodyBudget(),
        usual.bounds(),
        places,
        usual.access());
  }

  @Test
  void requestWaitingUnderAFormerLimitTakesAPlace() throws Exception {
    Gate gate = gatedPauses();
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      proxy.core.reconfigure(withPlaces(2, perHour(1).withMaxWait(HOUR)));
      proxy.get("/api/1");
      Background<CoreFixture.Answer> waiting = proxy.asking(FakeRequest.get("/api/2"));
      gate.awaitArrival();

      proxy.core.reconfigure(withPlaces(2, perHour(1).withMaxWait(HOUR.multipliedBy(2))));
      assertThat(proxy.asking(FakeRequest.get("/api/3")).get())
          .returns(429, CoreFixture.Answer::status)
          .returns("3600", answer -> answer.field("Retry-After"));
      gate.open();
      assertThat(waiting.get().status()).isEqualTo(200);
    }
  }

  @Test
  void anyMappingMayTakeAPlaceIfThereAreFewerPlacesThanMappings() throws Exception {
    try (CoreFixture proxy = proxy(upstream, CACHE, perHour(1))) {
      proxy.core.reconfigure(withPlaces(1, perHour(1).withMaxWait(HOUR)));
      for (String alias : List.of("api", "other")) {
        proxy.get("/" + alias + "/1");
        assertThat(proxy.get("/" + alias + "/2").status()).isEqualTo(200);
      }
      proxy.get("/api/3");
      Gate gate = gatedPauses();
      Background<CoreFixture.Answer> waiting = proxy.asking(FakeRequest.get("/api/4"));
      gate.awaitArrival();

      assertThat(proxy.asking(FakeRequest.get("/other/3")).get())
          .returns(429, CoreFixture.Answer::status)
          .returns("3600", answer -> answer.field("Retry-After"))
          .satisfies(
              refused ->
                  assertThat(refused.body())
                      .contains("max_wait_seconds", "are taken (1).")
                      .doesNotContain("for this alias"));
      gate.open();
      assertThat(waiting.get().status()).isEqualTo(200);
    }
  }

  @Test
  void remainingPauseFollowsAChangedConfiguration() throws Exception {
    FakeUpstream busy = new FakeUpstream(UpstreamAnswer.of(503, "busy", "Retry-After", "600"));
    try (CoreFixture proxy = proxy(busy, CACHE, perHour(10))) {
      proxy.get("/api/1");
      ticker.advance(Duration.ofSeconds(5));

      proxy.core.reconfigure(configuration(CACHE, heeding(true, Duration.ofSeconds(7))));
      assertThat(pause(proxy)).isEqualTo(Duration.ofSeconds(2));
      assertThat(proxy.get("/api/2"))
          .returns("upstream_paused", answer -> answer.field("X-API-Buddy-Error"))
          .returns("2", answer -> answer.field("Retry-After"));
      proxy.core.reconfigure(configuration(CACHE, heeding(false, HOUR)));
      assertThat(pause(proxy)).isZero();
      proxy.core.reconfigure(configuration(CACHE, heeding(true, Duration.ofSeconds(5))));
      assertThat(pause(proxy)).isZero();
      assertThat(proxy.get("/api/2").body()).isEqualTo("busy");
    }
  }

  private static ThrottleConfiguration heeding(boolean respectUpstream, Duration maxPause) {
    ThrottleConfiguration usual = perHour(10);
    return new ThrottleConfiguration(
        usual.limits(),
        usual.limitsKey(),
        usual.penaltyRule(),
        usual.maxWait(),
        respectUpstream,
        maxPause);
  }

  private static Duration pause(CoreFixture proxy) {
    return Objects.requireNonNull(proxy.core.throttle().get("api")).pause();
  }

  @Test
  void pauseDoesNotApplyWhileTheAliasLeadsToAnotherUpstream() throws Exception {
    FakeUpstream busy =
        new FakeUpstream(
            received ->
                received.request().target().startsWith("/v1")
                    ? UpstreamAnswer.of(503, "busy", "Retry-After", "600")
                    : UpstreamAnswer.of(200, CoreFixture.BODY));
    try (CoreFixture proxy = proxy(busy, CACHE, perHour(10))) {
      proxy.get("/api/1");
      AliasConfiguration elsewhere =
          AliasConfiguration.of("api", "http://elsewhere.test").withThrottle(perHour(10));
      proxy.core.reconfigure(ProxyConfiguration.of(elsewhere));
      assertThat(pause(proxy)).isZero();
      assertThat(proxy.get("/api/2").status()).isEqualTo(200);

      proxy.core.reconfigure(configuration(CACHE, perHour(10)));
      assertThat(pause(proxy)).isEqualTo(Duration.ofMinutes(10));
      assertThat(proxy.get("/api/3").field("X-API-Buddy-Error")).isEqualTo("upstream_paused");
    }
  }
}
