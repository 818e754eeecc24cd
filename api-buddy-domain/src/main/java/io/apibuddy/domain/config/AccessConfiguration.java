package io.apibuddy.domain.config;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the proxy: the access key, where it is carried, and which web origins are trusted.
 *
 * @param key the access key that every request must show, null if none is required
 * @param positions where a request may show the key; at least one
 * @param paramName the name of the query parameter for {@link KeyPosition#QUERY_PARAM}
 * @param headerName the name of the header field for {@link KeyPosition#HEADER}
 * @param lockout how long an address is refused after too many wrong keys; positive
 * @param allowedOrigins web origins (RFC 6454), in lower case, whose pages may spend credentials
 *     that the proxy holds; {@code *} in place of a port stands for any
 * @param reportEvents whether refused requests are reported as notices
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

  /** The origins of pages that this machine serves, on any port. */
  public static final Set<String> LOOPBACK_ORIGINS =
      Set.of(
          "http://localhost:*",
          "http://127.0.0.1:*",
          "http://[::1]:*",
          "https://localhost:*",
          "https://127.0.0.1:*",
          "https://[::1]:*");

  /** No access key; one that is set later is expected as the first path segment. */
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

  /** Rejects an empty set of positions and a lockout that is not positive. */
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

  /** Returns whether the admin resources have a key of their own. */
  public boolean hasOwnAdminKey() {
    return admin.key() != null;
  }

  /** Returns the key that admin resources require, null if they require none. */
  public @Nullable AccessKey adminKey() {
    return admin.key() == null ? key : admin.key();
  }
}
