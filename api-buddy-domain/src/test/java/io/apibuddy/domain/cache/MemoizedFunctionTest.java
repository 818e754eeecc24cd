package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MemoizedFunctionTest {
  private final List<String> derived = new ArrayList<>();
  private final MemoizedFunction<String> function =
      new MemoizedFunction<>(
          name -> {
            derived.add(name);
            return name.toLowerCase(Locale.ROOT);
          });

  @Test
  void valueOfANameIsDerivedOnce() {
    assertThat(function.of("Accept")).isEqualTo("accept");
    assertThat(function.of("Accept")).isEqualTo("accept");
    assertThat(function.of("ACCEPT")).isEqualTo("accept");

    assertThat(derived).containsExactly("Accept", "ACCEPT");
  }

  @Test
  void valuesBeyondTheBoundAreDerivedEachTime() {
    for (int i = 0; i < 1024; i++) {
      function.of("X-" + i);
    }
    derived.clear();

    assertThat(function.of("Accept")).isEqualTo("accept");
    assertThat(function.of("Accept")).isEqualTo("accept");
    assertThat(function.of("X-0")).isEqualTo("x-0");
    assertThat(derived).containsExactly("Accept", "Accept");
  }
}
