package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntrySelector;
import org.junit.jupiter.api.Test;

class EmptiedTargetsTest {
  private static final CacheKey KEY = Entries.key("a", "/x");
  private static final EntrySelector.ByTarget TARGET =
      new EntrySelector.ByTarget("a", KEY.method(), KEY.target());

  private final EmptiedTargets emptied = new EmptiedTargets();

  @Test
  void urlIsKnownAsEmptiedOnceItsRemovalHasEnded() {
    long removed =
        emptied.during(
            TARGET,
            () -> {
              assertThat(emptied.contains(TARGET)).isFalse();
              return 7;
            });

    assertThat(removed).isEqualTo(7);
    assertThat(emptied.contains(TARGET)).isTrue();
  }

  @Test
  void urlIsForgottenOnceAnEntryIsStagedForIt() {
    emptied.during(TARGET, () -> 0);
    emptied.staged(Entries.key("a", "/other"));
    assertThat(emptied.contains(TARGET)).isTrue();

    emptied.staged(KEY);

    assertThat(emptied.contains(TARGET)).isFalse();
  }

  @Test
  void urlIsNotEmptiedIfAnEntryIsStagedDuringItsRemoval() {
    emptied.during(
        TARGET,
        () -> {
          emptied.staged(KEY);
          return 0;
        });

    assertThat(emptied.contains(TARGET)).isFalse();
  }

  @Test
  void onlyTheLastBegunOfOverlappingRemovalsMarksAUrlAsEmptied() {
    emptied.during(
        TARGET,
        () -> {
          emptied.during(TARGET, () -> 0);
          emptied.staged(KEY); // the outer removal may have run before
          return 0;
        });

    assertThat(emptied.contains(TARGET)).isFalse();
  }

  @Test
  void failedRemovalDoesNotMarkItsUrlAsEmptied() {
    assertThatThrownBy(
            () ->
                emptied.during(
                    TARGET,
                    () -> {
                      throw new IllegalStateException("the disk");
                    }))
        .hasMessage("the disk");

    assertThat(emptied.contains(TARGET)).isFalse();
  }

  @Test
  void removalOfMoreThanAUrlIsNotRemembered() {
    assertThat(emptied.during(EntrySelector.ALL, () -> 3)).isEqualTo(3);

    assertThat(emptied.contains(TARGET)).isFalse();
  }

  @Test
  void oldestUrlsAreForgottenBeyondTheMaximum() {
    emptied.during(TARGET, () -> 0);
    for (int i = 0; i < EmptiedTargets.MAX_TARGETS; i++) {
      emptied.during(new EntrySelector.ByTarget("a", "GET", "/" + i), () -> 0);
    }

    assertThat(emptied.contains(TARGET)).isFalse();
    assertThat(emptied.contains(new EntrySelector.ByTarget("a", "GET", "/1023"))).isTrue();
  }

  @Test
  void repeatedRemovalOfAUrlDisplacesNoOther() {
    emptied.during(TARGET, () -> 0);
    for (int i = 1; i < EmptiedTargets.MAX_TARGETS; i++) {
      emptied.during(new EntrySelector.ByTarget("a", "GET", "/" + i), () -> 0);
    }
    emptied.during(new EntrySelector.ByTarget("a", "GET", "/1"), () -> 0);

    assertThat(emptied.contains(TARGET)).isTrue();
  }

  @Test
  void longUrlsAreNotRemembered() {
    EntrySelector.ByTarget target = new EntrySelector.ByTarget("a", "GET", "/" + "x".repeat(2000));

    assertThat(emptied.during(target, () -> 2)).isEqualTo(2);

    assertThat(emptied.contains(target)).isFalse();
  }

  @Test
  void forgettingDuringARemovalKeepsItsUrlForgotten() {
    emptied.during(
        TARGET,
        () -> {
          emptied.forget(); // the files may have been replaced
          return 0;
        });

    assertThat(emptied.contains(TARGET)).isFalse();
  }

  @Test
  void nothingIsKnownAfterClose() {
    emptied.during(TARGET, () -> 0);
    emptied.close();
    emptied.during(TARGET, () -> 0);

    assertThat(emptied.contains(TARGET)).isFalse();
  }
}
