package io.apibuddy.ports.store;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query for a page of entries.
 *
 * @param selector which entries are listed
 * @param similarTo if not null, the entries most similar to this request come first: those with the
 *     same domain and method before all others, then by the length of the common prefix of the
 *     targets; otherwise the most recently committed come first
 * @param cursor the cursor from the previous page, null for the first page
 * @param limit the maximum number of entries, 1 to 1000
 */
public record EntryQuery(
    EntrySelector selector, @Nullable StoredRequest similarTo, @Nullable String cursor, int limit) {

  /** Rejects a limit that is out of range. */
  public EntryQuery {
    Objects.requireNonNull(selector, "selector");
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit must be 1 to 1000, is " + limit);
    }
  }

  /** Returns a query for the first page, the most recently committed entries first. */
  public static EntryQuery first(EntrySelector selector, int limit) {
    return new EntryQuery(selector, null, null, limit);
  }

  /**
   * Returns the entries of this page and of all pages after it. The stream queries each page only
   * after the entries before it were consumed; those may have been removed from the store by then.
   *
   * @param store answers the queries
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
