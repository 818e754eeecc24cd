package io.apibuddy.domain.cache;

/** The part of a stored response that a request with {@code Range} gets (RFC 9110 section 14.2). */
public sealed interface RangeSelection {

  /** The whole response: no range was requested, or one that this cache does not serve. */
  RangeSelection WHOLE = new Whole();

  /** The whole response. */
  record Whole() implements RangeSelection {}

  /**
   * One part of the response.
   *
   * @param range the part's position in the stored content
   * @param contentRange the value of {@code Content-Range}
   */
  record Part(ByteRange range, String contentRange) implements RangeSelection {}

  /** No part: the range lies beyond the end (RFC 9110 section 15.5.17). */
  record Unsatisfiable() implements RangeSelection {}
}
