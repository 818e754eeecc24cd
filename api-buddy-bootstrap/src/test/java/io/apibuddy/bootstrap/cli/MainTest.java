package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void homeVariableTakesPrecedenceOverTheUserDatabase() {
    assertThat(Main.home(Map.of("HOME", "/home/me"), "/home/listed")).isEqualTo("/home/me");
    assertThat(Main.home(Map.of("HOME", "here"), "/home/listed")).isEqualTo("/home/listed");
    assertThat(Main.home(Map.of(), "/home/listed")).isEqualTo("/home/listed");
  }

  @Test
  void homeOfAnUnknownUserIsTheRootAndNotTheWorkingDirectory() {
    assertThat(Main.home(Map.of(), "?")).isEqualTo("/");
  }

  @Test
  void homeThatIsNotAValidPathIsNotReplaced() {
    assertThat(Main.home(Map.of("HOME", "/home/\0"), "/home/listed")).isEqualTo("/home/\0");
  }
}
