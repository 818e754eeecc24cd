package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.error.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapBoundSettingsTest {

  /** Half of no heap is as much as a file may ask for. */
  @Test
  void namesMemoryThatTheHeapHasNoRoomFor() {
    assertThat(problems(configuration("cache.memory_max_mb", 1_048_576)))
        .singleElement()
        .asString()
        .matches(
            "cache\\.memory_max_mb: \\d+ in this heap of \\d+ MB, not 1048576;"
                + " a larger one \\(-Xmx\\) allows more");
  }

  @ParameterizedTest
  @CsvSource({"cache.backend, memory", "cache.database_path, :memory:"})
  void namesTheSizeOfAStoreInMemoryInstead(String choice, String memory) {
    String size = "cache.max_size_mb";
    Configuration configuration =
        configuration(choice, memory, "cache.memory_max_mb", 1_048_576, size, 1_048_576);

    assertThat(problems(configuration)).singleElement().asString().startsWith(size + ": ");
  }

  @Test
  void namesWorkersOnlyIfThereAreFewer() {
    Configuration loaded = configuration("server.max_workers", 7, "cache.memory_max_mb", 0);

    assertThat(problems(loaded)).isEmpty();
    assertThat(problems(withWorkers(configuration("cache.memory_max_mb", 0), 3)))
        .as("of the default")
        .isEmpty();
    assertThat(problems(withWorkers(loaded, 3)))
        .singleElement()
        .asString()
        .startsWith("server.max_workers: 3 in this heap of ");
  }

  private static Configuration withWorkers(Configuration loaded, int inForce) {
    Configuration.Server server = loaded.server();
    return new Configuration(
        loaded.proxy(),
        new Configuration.Server(
            server.settings(), inForce, server.startTimeout(), server.shutdownGrace()),
        loaded.client(),
        loaded.storage(),
        loaded.logLevel(),
        loaded.observation(),
        loaded.document(),
        loaded.positions());
  }

  private static Configuration configuration(Object... settings) {
    List<Assignment> assignments = new ArrayList<>();
    assignments.add(Assignment.mapping("", "a", "https://a.example"));
    for (int i = 0; i < settings.length; i += 2) {
      assignments.add(Assignment.of("", (String) settings[i], settings[i + 1]));
    }
    return new ConfigurationLoader().load(Sources.of(assignments));
  }

  private static List<String> problems(Configuration configuration) {
    return HeapBoundSettings.of(configuration).stream().map(Problem::toString).toList();
  }
}
