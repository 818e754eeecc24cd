package io.apibuddy.domain.config;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the proxy.
 *
 * @param key what every request must show, null for nothing
 * @param positions where it may be shown; at least one
 * @param paramName the query parameter of {@link KeyPosition#QUERY_PARAM}
 * @param headerName the field of {@link KeyPosition#HEADER}
 * @param lockout how long an address that showed too many wrong keys is refused; positive
 * @param allowedOrigins web origins (RFC 6454) in lower case that may spend credentials of the
 *     proxy's own; {@code *} in place of a port stands for any
 * @param reportEvents whether refusals are reported as notices
 * @param admin who may use the admin resources
 */
public record AccessConfiguration(
    @Nullable AccessKey key,
    Set<KeyPosition> positions,
    String paramName,
    String headerName,
    Duration lockout,
    Set<String> allowedOrigins,
    boolean reportEvents,
    AdminConfiguration admin) {

  /** Pages that this machine serves, on any port. */
  public static final Set<String> LOOPBACK_ORIGINS =
      Set.of(
          "http://localhost:*",
          "http://127.0.0.1:*",
          "http://[::1]:*",
          "https://localhost:*",
          "https://127.0.0.1:*",
          "https://[::1]:*");

  /** No key; if there were one, ahead of the alias. */
  public static final AccessConfiguration OPEN =
      new AccessConfiguration(
          null,
          Set.of(KeyPosition.PATH_PREFIX),
          "proxy_key",
          "X-Proxy-Key",
          Duration.ofMinutes(5),
          LOOPBACK_ORIGINS,
          true,
          AdminConfiguration.DEFAULT);

  /** Refuses a key that can be shown nowhere, and a lockout that is none. */
  public AccessConfiguration {
    positions = Set.copyOf(positions);
    allowedOrigins = Set.copyOf(allowedOrigins);
    Objects.requireNonNull(paramName, "paramName");
    Objects.requireNonNull(headerName, "headerName");
    Objects.requireNonNull(admin, "admin");
    if (positions.isEmpty()) {
      throw new IllegalArgumentException("a key needs a position");
    }
    if (lockout.isZero() || lockout.isNegative()) {
      throw new IllegalArgumentException("lockout must be positive, is " + lockout);
    }
  }

  /** Returns whether the admin resources have a key that is not that of the mappings. */
  public boolean hasOwnAdminKey() {
    return admin.key() != null;
  }

  /** Returns the key of the admin resources, null if they want none. */
  public @Nullable AccessKey adminKey() {
    return admin.key() == null ? key : admin.key();
  }
}
