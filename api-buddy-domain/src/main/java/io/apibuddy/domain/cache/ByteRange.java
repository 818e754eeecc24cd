package io.apibuddy.domain.cache;

/**
 * A range of bytes (RFC 9110 section 14.1.2).
 *
 * @param first the position of the first byte, 0 or more
 * @param last the position of the last byte, inclusive
 */
public record ByteRange(long first, long last) {

  /** Rejects an empty range and negative positions. */
  public ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("no range: " + first + " to " + last);
    }
  }

  /** Returns the number of bytes, 1 or more. */
  public long length() {
    return last - first + 1;
  }
}
