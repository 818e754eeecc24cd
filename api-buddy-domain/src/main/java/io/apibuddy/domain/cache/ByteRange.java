package io.apibuddy.domain.cache;

/**
 * A part of a content (RFC 9110 section 14.1.2).
 *
 * @param first position of its first byte
 * @param last position of its last byte
 */
public record ByteRange(long first, long last) {

  /** Refuses a range without a byte. */
  public ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("no range: " + first + " to " + last);
    }
  }

  /** Returns how many bytes it has. */
  public long length() {
    return last - first + 1;
  }
}
