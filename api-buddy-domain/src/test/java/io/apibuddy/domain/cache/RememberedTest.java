package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private final List<String> derived = new ArrayList<>();
  private final Remembered<String> remembered =
      new Remembered<>(
          name -> {
            derived.add(name);
            return name.toLowerCase(Locale.ROOT);
          });

  @Test
  void whatFollowsFromANameIsWorkedOutOnce() {
    assertThat(remembered.of("Accept")).isEqualTo("accept");
    assertThat(remembered.of("Accept")).isEqualTo("accept");
    assertThat(remembered.of("ACCEPT")).isEqualTo("accept");

    assertThat(derived).containsExactly("Accept", "ACCEPT");
  }

  @Test
  void namesWithoutEndAreAnsweredButNotKept() {
    for (int i = 0; i < 1024; i++) {
      remembered.of("X-" + i);
    }
    derived.clear();

    assertThat(remembered.of("Accept")).isEqualTo("accept");
    assertThat(remembered.of("Accept")).isEqualTo("accept");
    assertThat(remembered.of("X-0")).isEqualTo("x-0");
    assertThat(derived).containsExactly("Accept", "Accept");
  }
}
