package io.apibuddy.domain.problem;

/**
 * The problems of requests that are not allowed, or not now. Each says how its cause can be
 * removed, and nothing that helps an attacker.
 */
public final class AccessProblems {

  public static final String ACCESS_DENIED = "access_denied";
  public static final String LOCKED_OUT = "locked_out";
  public static final String ORIGIN_NOT_ALLOWED = "origin_not_allowed";
  public static final String ADMIN_RATE_EXCEEDED = "admin_rate_exceeded";

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private AccessProblems() {}

  /** Returns the same problem whatever was requested and whatever key was shown. */
  public static Problem accessDenied() {
    return Problem.of(
        403,
        ACCESS_DENIED,
        "Access denied",
        "This proxy answers only requests with its access key; this one has none or a wrong one."
            + " At startup the proxy prints, in the line key, how a request carries it.");
  }

  /** Returns the problem where a key is required for admin resources only. */
  public static Problem adminDenied() {
    return Problem.of(
        403,
        ACCESS_DENIED,
        "Access denied",
        "Admin resources answer only requests with the admin key (admin.secure_key), sent as"
            + " Authorization: Bearer KEY; this one has none or a wrong one.");
  }

  public static Problem keyMisplaced() {
    return Problem.of(
        400,
        "key_misplaced",
        "Access key misplaced",
        "The request target still contains an access key after the proxy has removed one, and"
            + " the upstream must not see it. A URL that leads back to this proxy cannot be sent"
            + " to it.");
  }

  public static Problem lockedOut(long nanos) {
    return later(
        LOCKED_OUT,
        "Locked out",
        "Too many wrong keys came from this address. Wait, or see"
            + " security.failed_auth_lockout_minutes.",
        nanos);
  }

  public static Problem foreignOrigin() {
    return Problem.of(
        403,
        ORIGIN_NOT_ALLOWED,
        "Origin not allowed",
        "A web page of another origin may not use what the proxy's owner pays or answers for. To"
            + " allow it, add its origin to security.allowed_origins. What a browser fetches ahead"
            + " of a visit is refused as well; the visit is not.");
  }

  public static Problem adminDisabled() {
    return Problem.of(
        404,
        "admin_disabled",
        "Admin resources disabled",
        "The admin resources are disabled; see admin.enabled.");
  }

  public static Problem adminRateExceeded(long nanos) {
    return later(
        ADMIN_RATE_EXCEEDED,
        "Too many admin requests",
        "One address may make security.admin_rate_limit_per_minute admin requests a minute that"
            + " change something or fail, and ten times as many that read. Try again in "
            + seconds(nanos)
            + " s.",
        nanos);
  }

  private static Problem later(String errorCode, String title, String detail, long nanos) {
    return Problem.of(429, errorCode, title, detail).after(seconds(nanos));
  }

  /** Rounds up to whole seconds. */
  private static long seconds(long nanos) {
    return (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
  }
}
