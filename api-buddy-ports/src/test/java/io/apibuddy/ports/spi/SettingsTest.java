package io.apibuddy.ports.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private final Settings settings =
      Settings.of(
          Map.of("path", "/tmp/x", "size", 5L, "sync", true, "budget", Duration.ofSeconds(2)));

  @Test
  void valuesComeBackInTheirTypes() {
    assertThat(settings.text("path")).isEqualTo("/tmp/x");
    assertThat(settings.text("path", "other")).isEqualTo("/tmp/x");
    assertThat(settings.number("size", 1)).isEqualTo(5);
    assertThat(settings.flag("sync", false)).isTrue();
    assertThat(settings.duration("budget", Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.names()).containsExactlyInAnyOrder("path", "size", "sync", "budget");
  }

  @Test
  void whatIsAbsentFallsBack() {
    assertThat(Settings.NONE.text("path")).isNull();
    assertThat(Settings.NONE.text("path", "p")).isEqualTo("p");
    assertThat(Settings.NONE.number("size", 7)).isEqualTo(7);
    assertThat(Settings.NONE.flag("sync", true)).isTrue();
    assertThat(Settings.NONE.duration("budget", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aValueOfAnotherTypeIsRefusedByName() {
    assertThatThrownBy(() -> settings.number("path", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path")
        .hasMessageContaining("Long")
        .hasMessageNotContaining("/tmp/x");
    assertThatThrownBy(() -> Settings.of(Map.of("size", 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size");
  }

  @Test
  void valuesAreNeverPrinted() {
    assertThat(Settings.of(Map.of("password", "secret"))).hasToString("Settings[password]");
  }
}
