package io.apibuddy.domain.cache;

/** What of a stored response answers a request with {@code Range} (RFC 9110 section 14.2). */
public sealed interface RangeSelection {

  /** All of it: no range was asked for, or none that this cache cuts out. */
  RangeSelection WHOLE = new Whole();

  /** All of it. */
  record Whole() implements RangeSelection {}

  /**
   * One part of it.
   *
   * @param range the part, by its place in the stored content
   * @param contentRange the value of {@code Content-Range}
   */
  record Part(ByteRange range, String contentRange) implements RangeSelection {}

  /** Nothing of it: the range lies beyond its end (RFC 9110 section 15.5.17). */
  record Unsatisfiable() implements RangeSelection {}
}
