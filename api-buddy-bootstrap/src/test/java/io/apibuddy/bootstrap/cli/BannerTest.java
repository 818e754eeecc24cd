package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BannerTest {

  @ParameterizedTest
  @CsvSource({"PT168H,7d", "PT12H,12h", "PT5M,5m", "PT90S,90s", "PT1.5S,1500ms", "PT25H,25h"})
  void writesTimesAsTheConfigurationDoes(Duration time, String written) {
    assertThat(Banner.written(time)).isEqualTo(written);
  }

  @Test
  void saysHowOftenAnApiIsAsked() {
    RateLimit perSecond = new RateLimit(5, Duration.ofSeconds(1));
    RateLimit perDay = new RateLimit(1000, Duration.ofDays(1));

    assertThat(Banner.limits(List.of())).isEqualTo("no limit");
    assertThat(Banner.limits(List.of(perSecond, perDay))).isEqualTo("limit 5/s, 1000/d");
    assertThat(Banner.limits(List.of(new RateLimit(2, Duration.ofSeconds(90)))))
        .isEqualTo("limit 2/90s");
  }
}
