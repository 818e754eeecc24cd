package io.apibuddy.domain.cache;

/** What of a stored 200 answers a request with {@code Range} (RFC 9110 section 14.2). */
public sealed interface RangeSelection {

  /** All of it: no range was asked for, or none that this cache cuts out. */
  RangeSelection WHOLE = new Whole();

  /** All of it. */
  record Whole() implements RangeSelection {}

  /**
   * One part of it.
   *
   * @param range the part
   */
  record Part(ByteRange range) implements RangeSelection {}

  /** Nothing of it: the range lies beyond its end (RFC 9110 section 15.5.17). */
  record Unsatisfiable() implements RangeSelection {}
}
