package io.apibuddy.domain.intake;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.problem.AccessProblems;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.security.AdminRateLimit;
import io.apibuddy.domain.security.KeyReader;
import io.apibuddy.domain.security.KeyReading;
import io.apibuddy.domain.security.KeyReading.Verdict;
import io.apibuddy.domain.security.Lockouts;
import io.apibuddy.domain.security.Sessions;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.time.Ticker;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Checks access keys, the first step of every exchange. A client without the required key learns
 * nothing else; a request with the key goes on without it. Safe for concurrent use.
 */
public final class AccessCheck {
  private final Lockouts lockouts = new Lockouts();

  /** For an admin key of its own: showing the access key must not clear these failures. */
  private final Lockouts adminLockouts = new Lockouts();

  private final AdminRateLimit adminRate;
  private final Sessions sessions;
  private final Ticker ticker;

  public AccessCheck(AdminRateLimit adminRate, Sessions sessions, Ticker ticker) {
    this.adminRate = adminRate;
    this.sessions = sessions;
    this.ticker = ticker;
  }

  /** Whether a request may go on. */
  public sealed interface Result {

    /**
     * The request may go on.
     *
     * @param request the request without its key
     * @param prefix the path segment with its slash that held the key, which URLs in the answer
     *     need too; empty if the key was elsewhere
     */
    record Admitted(ProxyRequest request, String prefix) implements Result {}

    /** The request may not go on. */
    record Refused(Problem problem) implements Result {}
  }

  /** Reads the access keys that a request shows, null if none is required. Has no effect. */
  public static @Nullable KeyReading readKeys(RequestHead head, ActiveConfiguration configuration) {
    KeyReader keys = configuration.accessKeys();
    return keys.requiresNone() ? null : keys.read(head);
  }

  /**
   * Returns whether a request may go on, sessions not considered. Has no effect.
   *
   * @param reading the result of {@link #readKeys}
   */
  boolean admits(ProxyRequest request, @Nullable KeyReading reading) {
    return reading == null
        || reading.verdict() == Verdict.NOT_REQUIRED
        || (reading.verdict() == Verdict.RIGHT
            && !reading.misplaced()
            && lockouts.isClear(request.clientAddress()));
  }

  /**
   * Returns whether the key or session of a request opens what it asks for, even if its address is
   * locked out. Has no effect.
   *
   * @param reading the result of {@link #readKeys} under that configuration
   */
  public boolean recognizes(
      RequestHead head, @Nullable KeyReading reading, ActiveConfiguration configuration) {
    return reading == null
        || reading.verdict() == Verdict.NOT_REQUIRED
        || reading.verdict() == Verdict.RIGHT
        || (reading.forAdmin()
            && sessions.admits(
                head.headers(), configuration.values().access().adminKey(), ticker.nanos()));
  }

  /** Decides whether a request may go on, and records the attempt. */
  public Result check(ProxyRequest request, ActiveConfiguration configuration) {
    KeyReader keys = configuration.accessKeys();
    if (keys.requiresNone()) {
      return admitted(request, null);
    }
    KeyReading reading = keys.read(request.head());
    AccessConfiguration access = configuration.values().access();
    long now = ticker.nanos();
    if (reading.verdict() == Verdict.NOT_REQUIRED
        || (reading.forAdmin()
            && sessions.admits(request.head().headers(), access.adminKey(), now))) {
      return admitted(request, reading);
    }
    InetAddress client = request.clientAddress();
    long lockout = access.lockout().toNanos();
    long lockedOut = recordAttempt(reading.verdict(), lockouts, client, now, lockout);
    if (reading.triesAdmin() && access.hasOwnAdminKey()) {
      lockedOut =
          Math.max(
              lockedOut, recordAttempt(reading.verdict(), adminLockouts, client, now, lockout));
    }
    // With the right key, loopback clients pass: no other program on this machine can lock its
    // owner out.
    if (reading.verdict() == Verdict.RIGHT && (lockedOut == 0 || client.isLoopbackAddress())) {
      return reading.misplaced()
          ? new Result.Refused(AccessProblems.keyMisplaced())
          : admitted(request, reading);
    }
    if (lockedOut > 0) {
      return new Result.Refused(AccessProblems.lockedOut(lockedOut));
    }
    // Requests by a web page of another site do not count against this address.
    boolean counts = reading.forAdmin() && configuration.admitsOriginOf(request);
    long wait = counts ? adminRate.refusal(client, access.admin().ratePerMinute(), now) : 0;
    if (wait > 0) {
      return new Result.Refused(AccessProblems.adminRateExceeded(wait));
    }
    return new Result.Refused(
        access.key() == null ? AccessProblems.adminDenied() : AccessProblems.accessDenied());
  }

  /** Returns how long the client is locked out, 0 if it was not when the request arrived. */
  private static long recordAttempt(
      Verdict verdict, Lockouts tries, InetAddress client, long now, long lockout) {
    return switch (verdict) {
      case RIGHT -> tries.succeeded(client, now, lockout);
      case WRONG -> tries.failed(client, now, lockout);
      case NOT_REQUIRED, MISSING -> tries.remaining(client, now, lockout);
    };
  }

  /**
   * Returns the result for a request that may go on.
   *
   * @param reading the result of {@link #readKeys}
   */
  public static Result.Admitted admitted(ProxyRequest request, @Nullable KeyReading reading) {
    if (reading == null) {
      return new Result.Admitted(request, "");
    }
    return new Result.Admitted(new RequestWithHead(request, reading.head()), reading.prefix());
  }
}
