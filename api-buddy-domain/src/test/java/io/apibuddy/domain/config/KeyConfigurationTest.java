package io.apibuddy.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Equality of key configurations, by which mappings with equal keys are recognized. */
class KeyConfigurationTest {
  private static final Set<String> QUERY = Set.of("nonce");
  private static final List<String> JSON = List.of("/user");
  private static final List<String> HEADERS = List.of("Accept");
  private static final Set<String> CREDENTIALS = Set.of("Authorization");

  @Test
  void configurationsOfEqualPartsAreEqual() {
    KeyConfiguration one = new KeyConfiguration(QUERY, JSON, HEADERS, CREDENTIALS);

    assertThat(new KeyConfiguration(QUERY, JSON, HEADERS, CREDENTIALS))
        .isEqualTo(one)
        .hasSameHashCodeAs(one);
  }

  @ParameterizedTest
  @MethodSource
  void everyPartCounts(KeyConfiguration other) {
    assertThat(other).isNotEqualTo(new KeyConfiguration(QUERY, JSON, HEADERS, CREDENTIALS));
  }

  static Stream<KeyConfiguration> everyPartCounts() {
    return Stream.of(
        new KeyConfiguration(Set.of(), JSON, HEADERS, CREDENTIALS),
        new KeyConfiguration(QUERY, List.of(), HEADERS, CREDENTIALS),
        new KeyConfiguration(QUERY, JSON, List.of(), CREDENTIALS),
        new KeyConfiguration(QUERY, JSON, HEADERS, Set.of()));
  }
}
