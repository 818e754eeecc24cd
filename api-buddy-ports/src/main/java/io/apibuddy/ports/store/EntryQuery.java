package io.apibuddy.ports.store;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of entries.
 *
 * @param selector which ones
 * @param similarTo if not null, the entries most like this request come first (same domain and
 *     method, then the longest common beginning of the target); else the last committed come first
 * @param cursor where to go on, as the page before said; null for the first page
 * @param limit at most so many, 1 to 1000
 */
public record EntryQuery(
    EntrySelector selector, @Nullable StoredRequest similarTo, @Nullable String cursor, int limit) {

  /** Refuses a page of nothing. */
  public EntryQuery {
    Objects.requireNonNull(selector, "selector");
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit must be 1 to 1000, is " + limit);
    }
  }

  /** Returns a query for the first page, the last committed first. */
  public static EntryQuery first(EntrySelector selector, int limit) {
    return new EntryQuery(selector, null, null, limit);
  }

  /**
   * Returns the entries of this page and of all that follow; a page is asked for when those before
   * it are through, which may be gone from the store by then.
   *
   * @param store answers queries
   */
  public Stream<StoredResponse> stream(Function<EntryQuery, EntryPage> store) {
    return Stream.iterate(store.apply(this), Objects::nonNull, page -> after(page, store))
        .flatMap(page -> page.entries().stream());
  }

  private @Nullable EntryPage after(EntryPage page, Function<EntryQuery, EntryPage> store) {
    String next = page.next();
    return next == null ? null : store.apply(new EntryQuery(selector, similarTo, next, limit));
  }
}
