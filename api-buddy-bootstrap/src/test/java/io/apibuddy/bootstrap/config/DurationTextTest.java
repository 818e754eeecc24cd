package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.config.Node.Scalar;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT168H, 7d",
    "PT12H, 12h",
    "PT5M, 5m",
    "PT90S, 90s",
    "PT1.5S, 1500ms",
    "PT25H, 25h",
    "PT0.0005S, 0.5ms",
    "PT1.0005S, 1000.5ms",
    "PT0.000000001S, 0.000001ms"
  })
  void writesDurationsAsTheConfigurationReadsThem(Duration time, String written) {
    assertThat(DurationText.of(time)).isEqualTo(written);
    assertThat(QuantityTypes.duration().read(Scalar.text(Position.of("test"), written)))
        .isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0s", "PT-5S, -5s"})
  void writesZeroAndNegativeDurations(Duration time, String written) {
    assertThat(DurationText.of(time)).isEqualTo(written);
  }
}
