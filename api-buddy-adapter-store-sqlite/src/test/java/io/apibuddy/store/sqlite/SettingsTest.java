package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.local.LocalStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path directory;

  @Test
  void defaultsAreThoseOfTheDocumentation() {
    LocalStore settings = read("database_path", "/tmp/x/../y.db");

    assertThat(settings.path()).isEqualTo(Path.of("/tmp/y.db").toAbsolutePath());
    assertThat(settings.common().capacity().maxEntries()).isEqualTo(10_000);
    assertThat(settings.common().capacity().maxBytes()).isEqualTo(500L << 20);
    assertThat(settings.common().budget()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void hugeSizeSaturates() {
    assertThat(
            read("database_path", "x.db", "max_size_mb", Long.MAX_VALUE)
                .common()
                .capacity()
                .maxBytes())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void unusableValuesAreRefusedByName() {
    refuses("database_path");
    refuses("database_path", "database_path", "");
    refuses("database_path", "database_path", " ");
    refuses("database_path", "database_path", ":memory:");
    refuses("database_path", "database_path", "/");
    refuses("database_path", "database_path", "what?.db");
    refuses("max_entries", "database_path", "x.db", "max_entries", 0L);
    refuses("max_size_mb", "database_path", "x.db", "max_size_mb", -1L);
    refuses("store_budget", "database_path", "x.db", "store_budget", Duration.ZERO);
  }

  @Test
  void databasePathCannotChangeWhileTheStoreIsOpen() {
    Path file = directory.resolve("store.db");
    try (Storage storage = TestStorage.open(file)) {
      storage.reconfigure(TestStorage.settings(file));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> storage.reconfigure(TestStorage.settings(directory.resolve("other.db"))))
          .withMessageContaining("database_path");
    }
  }

  private static LocalStore read(Object... settings) {
    return SqliteSettings.read(settings(settings));
  }

  private static void refuses(String name, Object... settings) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SqliteSettings.read(settings(settings)))
        .withMessageContaining(name);
  }

  private static Settings settings(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.of(values);
  }
}
