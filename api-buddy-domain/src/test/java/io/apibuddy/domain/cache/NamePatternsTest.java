package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamePatternsTest {

  @Test
  void anAsteriskStandsForAnyBeginningOrEnd() {
    NamePatterns patterns = new NamePatterns(List.of("Accept", "*-Version", "X-Amz-*"));

    assertThat(List.of("accept", "anthropic-version", "-version", "x-amz-", "x-amz-date"))
        .allMatch(patterns::match);
    assertThat(List.of("accept-language", "version", "x-version-2", "ax-amz-date"))
        .noneMatch(patterns::match);
    assertThat(new NamePatterns(List.of("*")).match("anything")).isTrue();
    assertThat(new NamePatterns(List.of()).match("")).isFalse();
  }
}
