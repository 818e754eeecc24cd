package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Entries.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Contract tests for calls on an interrupted thread, because the client left or the proxy stops:
 * the call completes or is given up, and neither is reported as a fault of the store.
 */
public interface InterruptionContract extends StorageFactory {

  @Test
  default void callOnAnInterruptedThreadCompletesOrIsGivenUp(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    StoredResponse entry = fixture.store(draft(key), content(100_000, 1));
    ResponseStore store = fixture.responses();
    Instant now = fixture.clock().instant();
    EntrySelector elsewhere = new EntrySelector.ByDomain("b");

    for (Runnable call :
        List.<Runnable>of(
            () -> store.candidates(key),
            () -> store.candidatesInMemory(key),
            () -> store.lacks(key),
            () -> store.acceptsAtOnce(100),
            () -> store.body(entry.id(), 0).ifPresent(Body::close),
            () -> store.freshen(entry.id(), entry.response(), entry.freshness()),
            () -> store.touch(List.of(new Touch(entry.id(), now))),
            () -> store.remove(elsewhere),
            () -> store.prune(new PruneLimits(now, 1000, 1L << 30, 1)),
            () -> store.entries(EntryQuery.first(EntrySelector.ALL, 1)),
            () -> store.holdsLessThan(StoreCapacity.DEFAULT),
            () -> store.stats(now),
            () -> fixture.storage().metrics().summarize(now, now),
            () -> fixture.storage().metrics().removeBefore(now),
            () -> fixture.storage().configHistory().append(now, "cli", "{}"),
            () -> fixture.storage().configHistory().list(1))) {
      completesWhileInterrupted(call);
    }

    assertThat(Arrays.equals(fixture.content(entry.id()), content(100_000, 1))).isTrue();
    assertThat(fixture.notices().reported()).isEmpty();
  }

  @Test
  default void entryStoredByAnInterruptedThreadIsCompleteOrAbsent(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    boolean stored =
        completesWhileInterrupted(
            () -> {
              try (EntryWriter writer = fixture.responses().begin(draft(key).build())) {
                writer.write(ByteBuffer.wrap(content(200_000, 1)));
                writer.commit(EntryCompletion.PLAIN);
              }
            });

    assertThat(fixture.responses().candidates(key)).hasSize(stored ? 1 : 0);
    for (StoredResponse entry : fixture.responses().candidates(key)) {
      assertThat(Arrays.equals(fixture.content(entry.id()), content(200_000, 1))).isTrue();
    }
    fixture.store(draft(key), content(10, 2));
    assertThat(fixture.content(fixture.only(key, "").id())).isEqualTo(content(10, 2));
    assertThat(fixture.notices().reported()).isEmpty();
  }

  /**
   * Makes a call on the interrupted thread and returns whether it completed; fails if it ended in
   * any error other than INTERRUPTED.
   */
  private static boolean completesWhileInterrupted(Runnable call) {
    Thread.currentThread().interrupt();
    try {
      call.run();
      return true;
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.INTERRUPTED);
      return false;
    } finally {
      assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    }
  }
}
