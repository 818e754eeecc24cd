package io.apibuddy.domain.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UseRecorderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final EntryId ONE = new EntryId("one");

  private final UseRecorder uses = new UseRecorder();

  @Test
  void lastUseOfAnEntryIsReportedOnce() {
    uses.record(ONE, NOW);
    uses.record(ONE, NOW.plusSeconds(3));

    assertThat(uses.drain()).containsExactly(new Touch(ONE, NOW.plusSeconds(3)));
    assertThat(uses.drain()).isEmpty();

    uses.record(ONE, NOW.plusSeconds(5));

    assertThat(uses.drain()).containsExactly(new Touch(ONE, NOW.plusSeconds(5)));
  }

  @Test
  void usesAreRecordedForABoundedNumberOfEntries() {
    for (int i = 0; i < 100_010; i++) {
      uses.record(new EntryId(Integer.toString(i)), NOW);
    }

    assertThat(uses.drain()).hasSize(100_000);
  }
}
