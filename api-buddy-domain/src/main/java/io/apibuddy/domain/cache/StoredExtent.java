package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a representation that a stored response has: all of them for a 200, those that
 * {@code Content-Range} names (RFC 9110 section 14.4) for a 206.
 *
 * @param first the position of the first byte
 * @param last the position of the last byte, less than {@code first} if there is none
 * @param completeLength the length of the representation, -1 if it is unknown
 */
record StoredExtent(long first, long last, long completeLength) {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes +([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  /** Returns what a response contains; null if it is neither a 200 nor a 206 with one range. */
  static @Nullable StoredExtent of(StoredResponse stored) {
    if (stored.response().status() == 200) {
      return new StoredExtent(0, stored.length() - 1, stored.length());
    }
    StoredExtent part =
        stored.response().status() == 206 ? ofPart(stored.response().headers()) : null;
    return part != null && part.last - part.first + 1 == stored.length() ? part : null;
  }

  /**
   * Returns whether an answer is a part. An answer that counts in a unit other than bytes, as
   * PostgREST counts the rows of each answer, is all that was requested, unless it is a 206.
   */
  static boolean isPart(ResponseHead response) {
    String contentRange = response.headers().first("Content-Range");
    return response.status() == 206
        || (contentRange != null && RangeEvaluator.isOfBytes(contentRange));
  }

  /** Returns the extent that a 206 states; null if that is not one range. */
  static @Nullable StoredExtent ofPart(Headers response) {
    String contentRange = response.joined("Content-Range");
    Matcher range = contentRange == null ? null : CONTENT_RANGE.matcher(contentRange.trim());
    if (range == null || !range.matches()) {
      return null;
    }
    long first = Long.parseLong(range.group(1));
    long last = Long.parseLong(range.group(2));
    long complete = range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
    return last < first || (complete >= 0 && complete <= last)
        ? null
        : new StoredExtent(first, last, complete);
  }

  boolean holds(ByteRange range) {
    return range.first() >= first && range.last() <= last;
  }

  /** Returns a part of the representation as a selection of the stored bytes. */
  RangeSelection.Part part(ByteRange range) {
    return new RangeSelection.Part(
        new ByteRange(range.first() - first, range.last() - first),
        "bytes "
            + range.first()
            + '-'
            + range.last()
            + '/'
            + (completeLength < 0 ? "*" : Long.toString(completeLength)));
  }
}
