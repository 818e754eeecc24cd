package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BannerTest {

  @Test
  void lifetimeShowsTheTtlOrTheHttpPolicy() {
    assertThat(Banner.lifetime(CachePolicy.TTL, Duration.ofDays(7))).isEqualTo("ttl 7d");
    assertThat(Banner.lifetime(CachePolicy.HTTP, Duration.ofDays(7))).isEqualTo("RFC 9111");
  }

  @Test
  void limitsShowEachRateLimitOrNoLimit() {
    RateLimit perSecond = new RateLimit(5, Duration.ofSeconds(1));
    RateLimit perDay = new RateLimit(1000, Duration.ofDays(1));

    assertThat(Banner.limits(List.of())).isEqualTo("no limit");
    assertThat(Banner.limits(List.of(perSecond, perDay))).isEqualTo("limit 5/s, 1000/d");
    assertThat(Banner.limits(List.of(new RateLimit(2, Duration.ofSeconds(90)))))
        .isEqualTo("limit 2/90s");
  }
}
