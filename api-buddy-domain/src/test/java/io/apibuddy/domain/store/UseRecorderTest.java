package io.apibuddy.domain.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UseRecorderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final EntryId ONE = new EntryId("one");

  private final UseRecorder uses = new UseRecorder();

  @Test
  void usesOfAnEntryAreReportedOnceWithTheLast() {
    uses.record(ONE, NOW);
    uses.record(ONE, NOW.plusSeconds(3));

    assertThat(uses.drain()).containsExactly(new Touch(ONE, 2, NOW.plusSeconds(3)));
    assertThat(uses.drain()).isEmpty();

    uses.record(ONE, NOW.plusSeconds(5));

    assertThat(uses.drain()).containsExactly(new Touch(ONE, 1, NOW.plusSeconds(5)));
  }

  @Test
  void noUseIsLostWhileUsesAreReported() throws Exception {
    int threads = 3;
    int each = 20_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> recording = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        recording.add(
            pool.submit(
                () -> {
                  for (int use = 0; use < each; use++) {
                    uses.record(ONE, NOW);
                  }
                }));
      }
      long reported = 0;
      while (!recording.stream().allMatch(Future::isDone)) {
        reported += hits();
      }
      for (Future<?> one : recording) {
        one.get();
      }

      assertThat(reported + hits()).isEqualTo((long) threads * each);
    } finally {
      pool.shutdownNow();
    }
  }

  private long hits() {
    return uses.drain().stream().mapToLong(Touch::hits).sum();
  }
}
