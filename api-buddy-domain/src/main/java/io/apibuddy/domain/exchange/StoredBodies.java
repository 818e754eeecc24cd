package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.ByteRange;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.content.PartialBody;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens the content of stored responses, or the parts that requests select. Safe for concurrent
 * use.
 *
 * <p>A client that is slow to take content keeps it in memory, even if the store has dropped it
 * there. So long content counts towards the byte budget of answers in flight, once however many
 * take it, until the last of their bodies is closed. What exceeds half of that budget is streamed
 * from the store instead: the rest is left to answers in flight, which no further request could
 * join without it. Content that the store cannot give then is taken from memory all the same. A
 * store in memory gives what it keeps anyway, uncounted, even if it drops that before the client
 * has it.
 */
final class StoredBodies {

  /** The longest content that does not count, in bytes. What waits to be written is no longer. */
  private static final int MAX_UNCOUNTED = 64 << 10;

  private final GuardedResponseStore store;
  private final ByteBudget budget;

  /** By how many bodies long content is held. */
  private final Map<Content, Integer> holders = new ConcurrentHashMap<>();

  /** Long content as an object in memory. */
  private record Content(Body.Bytes whole) {
    @Override
    @SuppressWarnings("ReferenceEquality") // equal content that was read once more is another
    public boolean equals(@Nullable Object other) {
      return other instanceof Content that && whole == that.whole;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(whole);
    }
  }

  StoredBodies(GuardedResponseStore store, ByteBudget budget) {
    this.store = store;
    this.budget = budget;
  }

  /**
   * Opens the content, without asking the store if it is in memory and the budget covers it.
   *
   * @return null if the content has gone
   */
  @Nullable Body open(StoredResponse stored, RangeSelection selection) {
    Body inMemory = openInMemory(stored, selection);
    if (inMemory != null) {
      return inMemory;
    }
    Body read = read(stored, selection);
    Body.Bytes whole = stored.body();
    return read != null || whole == null ? read : select(whole, selection);
  }

  /** Opens the content without asking the store; returns null if that has to be asked. */
  @Nullable Body openInMemory(StoredResponse stored, RangeSelection selection) {
    if (selection instanceof RangeSelection.Unsatisfiable) {
      return Body.EMPTY;
    }
    Body.Bytes whole = stored.body();
    if (whole == null) {
      return null;
    }
    Body.Bytes selected = select(whole, selection);
    if (whole.length() <= MAX_UNCOUNTED) {
      return selected;
    }
    Content content = new Content(whole);
    return hold(content) ? selected.onClose(() -> release(content)) : null;
  }

  private boolean hold(Content content) {
    Integer held =
        holders.compute(
            content,
            (same, others) ->
                others != null
                    ? (Integer) (others + 1)
                    : budget.tryReserveFromHalf(content.whole().length()) ? (Integer) 1 : null);
    return held != null;
  }

  private void release(Content content) {
    holders.computeIfPresent(
        content,
        (same, all) -> {
          if (all > 1) {
            return all - 1;
          }
          budget.release(content.whole().length());
          return null;
        });
  }

  private static Body.Bytes select(Body.Bytes whole, RangeSelection selection) {
    if (!(selection instanceof RangeSelection.Part part)) {
      return whole;
    }
    ByteRange range = part.range();
    ByteBuffer all = whole.buffer();
    return new Body.Bytes(
        all.slice(Math.toIntExact(range.first()), Math.toIntExact(range.length())));
  }

  private @Nullable Body read(StoredResponse stored, RangeSelection selection) {
    if (!(selection instanceof RangeSelection.Part part)) {
      return store.body(stored, 0).orElse(null);
    }
    Body rest = store.body(stored, part.range().first()).orElse(null);
    return rest == null ? null : new PartialBody(rest, part.range().length());
  }
}
