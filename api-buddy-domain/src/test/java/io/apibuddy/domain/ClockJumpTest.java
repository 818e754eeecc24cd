package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the wall clock is set, stored answers may expire; limits and pauses stay as they are. */
class ClockJumpTest {
  private final ManualTicker ticker = new ManualTicker();
  private final FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));

  @Test
  void clockSetForwardExpiresStoredAnswers() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(3650));

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void clockSetBackLeavesStoredAnswersInUse() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(-3650));

      CoreFixture.Answer hit = proxy.get("/api/x");
      assertThat(hit.field("X-Cache")).isEqualTo("HIT");
      assertThat(hit.field("Age")).isEqualTo("0");
      proxy.core.maintain();
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3650, -3650})
  void settingTheClockDoesNotChangeARateLimit(int days) throws Exception {
    RateLimit oneAnHour = new RateLimit(1, Duration.ofHours(1));
    try (CoreFixture proxy = throttled(upstream, oneAnHour)) {
      assertThat(proxy.get("/api/1").status()).isEqualTo(200);
      proxy.clock.advance(Duration.ofDays(days));

      CoreFixture.Answer refused = proxy.get("/api/2");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.field("Retry-After")).isEqualTo("3600");
      ticker.advance(Duration.ofHours(1));
      assertThat(proxy.get("/api/2").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3650, -3650})
  void settingTheClockDoesNotChangeAPauseThatHasBegun(int days) throws Exception {
    FakeUpstream busy = new FakeUpstream(UpstreamAnswer.of(503, "busy", "Retry-After", "30"));
    try (CoreFixture proxy = throttled(busy)) {
      proxy.get("/api/1");
      proxy.clock.advance(Duration.ofDays(days));

      CoreFixture.Answer refused = proxy.get("/api/2");
      assertThat(refused.field("X-API-Buddy-Error")).isEqualTo("upstream_paused");
      assertThat(refused.field("Retry-After")).isEqualTo("30");
      ticker.advance(Duration.ofSeconds(30));
      assertThat(proxy.get("/api/2").status()).isEqualTo(503);
      assertThat(busy.calls()).isEqualTo(2);
    }
  }

  private CoreFixture throttled(FakeUpstream server, RateLimit... limits) {
    return new CoreFixture(
        server,
        UnaryOperator.identity(),
        ports ->
            ports
                .ticker(ticker)
                .configuration(
                    ProxyConfiguration.of(
                        AliasConfiguration.of("api", "http://up.test")
                            .withThrottle(ThrottleConfiguration.DEFAULT.withLimits(limits)))));
  }
}
