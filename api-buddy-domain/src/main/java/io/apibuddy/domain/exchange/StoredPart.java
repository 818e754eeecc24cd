package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.ByteRange;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.content.PartialBody;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Opens the content of a stored response, or the part that a request selects. */
final class StoredPart {

  private StoredPart() {}

  /**
   * Opens the content, without asking the store if it is in memory.
   *
   * @return null if the content has gone
   */
  static @Nullable Body open(
      GuardedResponseStore store, StoredResponse stored, RangeSelection selection) {
    if (selection instanceof RangeSelection.Unsatisfiable) {
      return Body.EMPTY;
    }
    if (selection instanceof RangeSelection.Part part) {
      return open(store, stored, part.range());
    }
    Body.Bytes inMemory = stored.body();
    return inMemory != null ? inMemory : store.body(stored, 0).orElse(null);
  }

  private static @Nullable Body open(
      GuardedResponseStore store, StoredResponse stored, ByteRange range) {
    Body.Bytes inMemory = stored.body();
    if (inMemory != null) {
      ByteBuffer part =
          inMemory.buffer().slice(Math.toIntExact(range.first()), Math.toIntExact(range.length()));
      return new Body.Bytes(part);
    }
    Body rest = store.body(stored, range.first()).orElse(null);
    return rest == null ? null : new PartialBody(rest, range.length());
  }
}
