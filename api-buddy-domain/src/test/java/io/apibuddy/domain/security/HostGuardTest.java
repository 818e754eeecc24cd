package io.apibuddy.domain.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostGuardTest {
  private final HostGuard guard = new HostGuard(Set.of("localhost", "127.0.0.1", "[::1]"));

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"})
  void allowedNamesPassOnAnyPort(String authority) {
    assertThat(guard.admits(authority)).isTrue();
    assertThat(guard.admits(authority)).as("once more").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":8080",
        "evil.test",
        "evil.test:8080",
        "localhost.evil.test",
        "evil.test:localhost",
        "localhost:8080:8080",
        "user@localhost",
        "127.0.0.2",
        "::1",
        "[::1",
        "[::2]:8080"
      })
  void everythingElseIsRefused(String authority) {
    assertThat(guard.admits(authority)).isFalse();
    assertThat(guard.admits("localhost")).isTrue();
    assertThat(guard.admits(authority)).as("after an admitted one").isFalse();
  }

  @Test
  void anAsteriskAdmitsAll() {
    HostGuard open = new HostGuard(Set.of("*"));

    assertThat(open.admits("evil.test:1")).isTrue();
    assertThat(open.admits("")).isTrue();
  }
}
