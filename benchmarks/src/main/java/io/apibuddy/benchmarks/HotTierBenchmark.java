package io.apibuddy.benchmarks;

import io.apibuddy.bootstrap.store.CaffeineHotTier;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A look-up in the hot tier, which holds a thousand entries. */
@State(Scope.Benchmark)
public class HotTierBenchmark {
  private static final int ENTRIES = 1_000;

  private final ResponseStore tier =
      new CaffeineHotTier(
          new InMemoryStorage(AdapterContext.of(Settings.NONE)).responses(), 16 << 20);
  private final CacheKey[] present = new CacheKey[ENTRIES];
  private final CacheKey absent = Sample.key(ENTRIES);
  private int next;

  /** Fills the tier. */
  public HotTierBenchmark() {
    Instant now = Instant.now();
    for (int i = 0; i < ENTRIES; i++) {
      try (EntryWriter writer = tier.begin(Sample.draft(Sample.key(i), now));
          Body.Bytes content = Sample.CONTENT) {
        writer.write(content);
        writer.commit(EntryCompletion.PLAIN);
      }
      present[i] = Sample.key(i); // equal, not the same: each request makes its own key
      tier.candidates(present[i]); // keeps the entry in the hot tier
    }
  }

  /** Looks up one entry after the other. */
  @Benchmark
  public List<StoredResponse> found() {
    next = next + 1 == ENTRIES ? 0 : next + 1;
    return tier.candidatesInMemory(present[next]);
  }

  /** Looks up a key that the hot tier does not hold. */
  @Benchmark
  public List<StoredResponse> notFound() {
    return tier.candidatesInMemory(absent);
  }
}
