package io.apibuddy.domain.fields;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts down how often an OPTIONS request may still be forwarded (RFC 9110 section 7.6.2). */
public final class MaxForwards {
  private static final String FIELD = "Max-Forwards";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private MaxForwards() {}

  /** Returns whether the recipient has to answer the request instead of forwarding it. */
  public static boolean isExhausted(RequestHead request) {
    String remaining = remaining(request);
    return remaining != null && Long.parseLong(remaining) == 0;
  }

  /** Decrements the field of a request that is being forwarded. */
  static void countDown(RequestHead request, Headers.Builder fields) {
    String remaining = remaining(request);
    if (remaining != null) {
      fields.set(FIELD, Long.toString(Long.parseLong(remaining) - 1));
    }
  }

  private static @Nullable String remaining(RequestHead request) {
    String remaining = request.method().equals("OPTIONS") ? request.headers().first(FIELD) : null;
    return remaining != null && NUMBER.matcher(remaining).matches() ? remaining : null;
  }
}
