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
  void settingsAreEqualByNamesAndValues() {
    Settings one = Settings.of(Map.of("path", "/tmp/x", "size", 5L));

    assertThat(one)
        .isEqualTo(Settings.of(Map.of("size", 5L, "path", "/tmp/x")))
        .hasSameHashCodeAs(Settings.of(Map.of("size", 5L, "path", "/tmp/x")))
        .isNotEqualTo(Settings.of(Map.of("size", 6L, "path", "/tmp/x")))
        .isNotEqualTo(Settings.NONE);
  }

  @Test
  void absentSettingFallsBackToTheDefault() {
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
        .hasMessage("path: expected Long, found a text that is none");
    assertThatThrownBy(() -> settings.text("size"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size: expected String, found Long");
    assertThatThrownBy(() -> Settings.of(Map.of("size", 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size");
  }

  @Test
  void textIsConvertedToTheTypeTheAdapterAsksFor() {
    Settings written =
        Settings.of(
            Map.of("depth", "12", "sync", "true", "wait", "500ms", "pause", "5", "age", "7d"));

    assertThat(written.number("depth", 0)).isEqualTo(12);
    assertThat(written.text("depth")).isEqualTo("12");
    assertThat(written.flag("sync", false)).isTrue();
    assertThat(written.duration("wait", Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
    assertThat(written.duration("pause", Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(written.duration("age", Duration.ZERO)).isEqualTo(Duration.ofDays(7));
    assertThatThrownBy(() -> written.flag("depth", true))
        .hasMessage("depth: expected Boolean, found a text that is none");
    assertThatThrownBy(() -> written.duration("sync", Duration.ZERO))
        .hasMessage("sync: expected Duration, found a text that is none");
  }

  @Test
  void valuesAreNeverPrinted() {
    assertThat(Settings.of(Map.of("password", "secret"))).hasToString("Settings[password]");
  }
}
