package io.apibuddy.domain.fields;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How often an OPTIONS may be forwarded yet (RFC 9110 section 7.6.2). */
public final class MaxForwards {
  private static final String FIELD = "Max-Forwards";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private MaxForwards() {}

  /** Returns whether whoever has got the request is to answer it. */
  public static boolean areUsedUp(RequestHead request) {
    String left = left(request);
    return left != null && Long.parseLong(left) == 0;
  }

  /** Writes down in the fields of a request that is forwarded that it is so once less. */
  static void countDown(RequestHead request, Headers.Builder fields) {
    String left = left(request);
    if (left != null) {
      fields.set(FIELD, Long.toString(Long.parseLong(left) - 1));
    }
  }

  private static @Nullable String left(RequestHead request) {
    String left = request.method().equals("OPTIONS") ? request.headers().first(FIELD) : null;
    return left != null && NUMBER.matcher(left).matches() ? left : null;
  }
}
