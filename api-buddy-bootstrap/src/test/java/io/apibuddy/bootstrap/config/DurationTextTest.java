package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({"PT168H,7d", "PT12H,12h", "PT5M,5m", "PT90S,90s", "PT1.5S,1500ms", "PT25H,25h"})
  void writesTimesAsTheConfigurationDoes(Duration time, String written) {
    assertThat(DurationText.of(time)).isEqualTo(written);
  }
}
