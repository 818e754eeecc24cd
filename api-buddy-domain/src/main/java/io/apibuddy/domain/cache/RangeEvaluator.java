package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Selects the part of a stored response that a request with {@code Range} gets (RFC 9110 sections
 * 13.1.5 and 14.2). Several ranges in one request are answered with the whole, as section 14.2
 * allows, because many small ones cost too much.
 */
public final class RangeEvaluator {
  private static final String BYTES = "bytes";
  private static final String UNIT = BYTES + "=";
  private static final Pattern SPECIFIER = Pattern.compile("([0-9]*+)-([0-9]*+)");

  private RangeEvaluator() {}

  /**
   * Returns the part of a stored response that a request gets.
   *
   * @param stored a whole response, or a part that {@link #mayAnswer} the request
   */
  public static RangeSelection select(String method, Headers request, StoredResponse stored) {
    String range = request.joined("Range");
    StoredExtent extent = range == null || !method.equals("GET") ? null : StoredExtent.of(stored);
    if (range == null || extent == null) {
      return RangeSelection.WHOLE;
    }
    String ranges = range.trim();
    if (!ranges.toLowerCase(Locale.ROOT).startsWith(UNIT) || !mayBeCut(request, stored)) {
      return RangeSelection.WHOLE;
    }
    Matcher specifier = SPECIFIER.matcher(ranges.substring(UNIT.length()).trim());
    return specifier.matches()
        ? select(specifier.group(1), specifier.group(2), extent)
        : RangeSelection.WHOLE;
  }

  /**
   * Returns whether a stored response is whole, or a part that contains the requested range. If it
   * counts in a unit other than bytes, only the upstream knows its parts.
   */
  static boolean mayAnswer(CacheLookup lookup, StoredResponse stored) {
    if (stored.response().status() == 206) {
      return select(lookup.key().method(), lookup.headers(), stored) instanceof RangeSelection.Part;
    }
    String range = lookup.headers().first("Range");
    return range == null
        || isOfBytes(range)
        || !stored.response().headers().contains("Content-Range");
  }

  /** Returns whether a value of {@code Range} or {@code Content-Range} counts in bytes. */
  public static boolean isOfBytes(String range) {
    return range.trim().regionMatches(true, 0, BYTES, 0, BYTES.length());
  }

  /** Returns the fields by which a request asks for a part. */
  public static Headers fields(Headers request) {
    return request.without(
        name -> !name.equalsIgnoreCase("Range") && !name.equalsIgnoreCase("If-Range"));
  }

  private static RangeSelection select(String first, String last, StoredExtent extent) {
    long complete = extent.completeLength();
    if (complete < 0 && (first.isEmpty() || last.isEmpty())) {
      return RangeSelection.WHOLE;
    }
    long end = complete < 0 ? Long.MAX_VALUE : complete - 1;
    if (first.isEmpty()) {
      return last.isEmpty() ? RangeSelection.WHOLE : suffix(number(last), extent);
    }
    long from = number(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
    if (to < from) {
      return RangeSelection.WHOLE;
    }
    return from > end
        ? new RangeSelection.Unsatisfiable()
        : part(new ByteRange(from, Math.min(to, end)), extent);
  }

  /** Returns a number, limited to the greatest long, which is beyond every end (section 14.1.1). */
  private static long number(String digits) {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
    }
    return number;
  }

  private static RangeSelection suffix(long count, StoredExtent extent) {
    long length = extent.completeLength();
    return count == 0 || length == 0
        ? new RangeSelection.Unsatisfiable()
        : part(new ByteRange(Math.max(0, length - count), length - 1), extent);
  }

  private static RangeSelection part(ByteRange range, StoredExtent extent) {
    return extent.holds(range) ? extent.part(range) : RangeSelection.WHOLE;
  }

  /** Returns whether {@code If-Range} is absent or names what is stored, byte for byte. */
  private static boolean mayBeCut(Headers request, StoredResponse stored) {
    String condition = request.joined("If-Range"); // two are no validator
    if (condition == null) {
      return true;
    }
    Headers headers = stored.response().headers();
    if (condition.contains("\"")) {
      return EntityTags.stronglyEqual(condition, headers.first("ETag"));
    }
    String lastModified = headers.first("Last-Modified");
    return lastModified != null
        && lastModified.equals(condition.trim())
        && isStrong(lastModified, stored);
  }

  /** A date is a strong validator from one second after it on (RFC 9110 section 8.8.2.2). */
  private static boolean isStrong(String lastModified, StoredResponse stored) {
    Instant modified = HttpDate.parse(lastModified, stored.freshness().respondedAt());
    return modified != null
        && modified.plusSeconds(1).compareTo(StoredFacts.of(stored).dateValue()) <= 0;
  }
}
