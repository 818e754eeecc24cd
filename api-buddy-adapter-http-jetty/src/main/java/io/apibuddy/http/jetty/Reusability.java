package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.client.transport.HttpDestination;

/**
 * Decides whether a connection may carry another request: the upstream has not closed it, and no
 * bytes have arrived since the last response ended, which would belong to no request. To read the
 * socket for that costs a tenth of a request that is passed on, so it is read only where there is a
 * reason. The methods require the connection's lock.
 */
final class Reusability {

  /** An idle time within which hardly any upstream closes a connection that it meant to keep. */
  static final long SHORT_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How long before the upstream closes an idle connection it gets no more requests, at most. */
  private static final long CLOSE_MARGIN_MILLIS = 1000;

  /** How long the upstream keeps an idle connection, in seconds (RFC 2068 section 19.7.1.1). */
  private static final Pattern ANNOUNCED_TIMEOUT =
      Pattern.compile("(?:^|,)\\s*timeout=(\\d{1,6})\\b", Pattern.CASE_INSENSITIVE);

  private final UpstreamInput input;
  private final HttpDestination destination;
  private final long openedAt;
  private long idleSince; // by the ticker, in nanoseconds
  private long idleSinceMillis; // by the wall clock
  private long idleLimit = UpstreamConnectionPool.IDLE_TIMEOUT.toMillis();
  private boolean used;
  private boolean reused;
  private boolean hadContent;
  private boolean probed;

  Reusability(UpstreamInput input, HttpDestination destination) {
    this.input = input;
    this.destination = destination;
    this.openedAt = pool().nanos();
    this.idleSince = openedAt;
    this.idleSinceMillis = pool().millis();
  }

  /** Returns whether the connection may carry a request, subject to {@link #isFitFor}. */
  boolean isFit() {
    probed = false;
    return isQuiet() && !isStale() && (!used || isTrusted() || (!pool().isWary() && probe()));
  }

  /** Returns whether the connection may carry this request; called right after {@link #isFit}. */
  boolean isFitFor(UpstreamRequest request) {
    return isQuiet() && (!used || probed || isRepeatable(request) || probe());
  }

  /** Notes that a request is sent. */
  void begin() {
    reused = used;
    used = true;
  }

  /** Returns whether the latest request is not the first one. */
  boolean isReused() {
    return reused;
  }

  /** Notes that the parsed response has ended; bytes after it make the upstream distrusted. */
  void ended(ResponseParser parsed) {
    hadContent = parsed.hadContent();
    idleSince = pool().nanos();
    idleSinceMillis = pool().millis();
    idleLimit = idleLimit(Objects.requireNonNull(parsed.head()).headers());
    if (input.hasBytes() && !input.hasTimeoutResponse()) {
      pool().distrust();
    }
  }

  /**
   * Notes that an exchange has failed. An invalid response may have been bytes sent out of turn,
   * which make the upstream distrusted.
   */
  void failed() {
    if (input.parser().fault() != null) {
      pool().distrust();
    }
  }

  /**
   * Returns whether the connection may be kept. What an upstream sends out of turn may arrive right
   * after the next request, where nothing distinguishes it from the response; so after such bytes
   * no connection is kept for a while. Nor is one kept for too long: if it is never idle, it would
   * lead for ever to where the upstream's name once led.
   */
  boolean mayBeKept() {
    return isQuiet()
        && !pool().isWary()
        && pool().nanos() - openedAt < UpstreamConnectionPool.MAX_LIFETIME.toNanos();
  }

  /** Reads the socket; returns whether it has nothing that the selector has not reported yet. */
  boolean probe() {
    probed = true;
    boolean bytes = input.fill();
    if (bytes && !input.hasTimeoutResponse()) {
      pool().distrust();
    }
    return !bytes && !input.hasEnded();
  }

  /**
   * Returns whether the connection was idle for so long that a request would probably fail. The
   * wall clock counts too, because the ticker and timers stand still while the machine is
   * suspended, and meanwhile the upstream or the network between may have forgotten the connection.
   */
  private boolean isStale() {
    long idle = TimeUnit.NANOSECONDS.toMillis(pool().nanos() - idleSince);
    return Math.max(idle, pool().millis() - idleSinceMillis) >= idleLimit;
  }

  /** Returns how long the connection may be idle, in milliseconds; less if the upstream says so. */
  private static long idleLimit(Headers headers) {
    long limit = UpstreamConnectionPool.IDLE_TIMEOUT.toMillis();
    String announced = headers.joined("Keep-Alive");
    Matcher seconds = announced == null ? null : ANNOUNCED_TIMEOUT.matcher(announced);
    if (seconds == null || !seconds.find()) {
      return limit;
    }
    long timeout = TimeUnit.SECONDS.toMillis(Long.parseLong(seconds.group(1)));
    return Math.min(limit, timeout - Math.min(CLOSE_MARGIN_MILLIS, timeout / 2));
  }

  /** Returns whether neither bytes nor the end of the connection are known. */
  private boolean isQuiet() {
    return !input.hasEnded() && !input.hasBytes();
  }

  /**
   * Returns whether the connection may be used without reading the socket: the last response had
   * content, whose end is certain, and arrived shortly before, and no kept connection to this
   * upstream ever received bytes out of turn.
   */
  private boolean isTrusted() {
    return hadContent
        && !pool().distrusts()
        && System.nanoTime() - input.filledAt() < SHORT_REST_NANOS;
  }

  /** Returns whether a request can be sent again if the upstream has closed the connection. */
  private static boolean isRepeatable(UpstreamRequest request) {
    return request.isIdempotent() && request.body() instanceof Body.Bytes;
  }

  private UpstreamConnectionPool pool() {
    return (UpstreamConnectionPool) destination.getConnectionPool();
  }
}
