package io.apibuddy.domain.intake;

import io.apibuddy.ports.http.Headers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identifier that a client gave its request, so that both sides find it in their logs: {@code
 * X-Request-Id}, otherwise the trace identifier of {@code traceparent} (W3C Trace Context). An
 * identifier counts only if it can stand in a log line as it is.
 */
public final class ClientRequestId {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:+/=@-]{1,128}");
  private static final Pattern TRACE_PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private ClientRequestId() {}

  /** Returns the identifier, null if there is none or it is malformed. */
  public static @Nullable String of(Headers fields) {
    String id = fields.joined("X-Request-Id");
    if (id != null && REQUEST_ID.matcher(id).matches()) {
      return id;
    }
    String trace = fields.joined("traceparent");
    if (trace == null) {
      return null;
    }
    Matcher matcher = TRACE_PARENT.matcher(trace);
    return matcher.matches() ? matcher.group(1) : null;
  }
}
