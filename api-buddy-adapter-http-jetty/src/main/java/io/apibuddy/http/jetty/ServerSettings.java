package io.apibuddy.http.jetty;

import io.apibuddy.ports.spi.Settings;
import java.time.Duration;

/**
 * The front end's settings.
 *
 * @param host the address or host name to listen on
 * @param port the port, 0 for any
 * @param maxWorkers how many exchanges may block at one time
 * @param maxConnections how many client connections are open at one time; others wait to be
 *     accepted
 * @param maxHeaderSize the longest head of a request, without the empty line that ends it, and the
 *     longest trailer section, in bytes
 * @param maxTargetSize the longest request target, in characters
 * @param headerTimeout the longest time from the first byte of a request's head to its last; for
 *     the first request, from the opening of its connection
 * @param clientIdleTimeout how long a connection may make no progress, unless it waits for the
 *     handler
 * @param maxRequestSize the longest content of a request in bytes, 0 for no limit
 * @param shutdownGrace how long {@code close} waits for exchanges in progress
 */
record ServerSettings(
    String host,
    int port,
    int maxWorkers,
    int maxConnections,
    int maxHeaderSize,
    int maxTargetSize,
    Duration headerTimeout,
    Duration clientIdleTimeout,
    long maxRequestSize,
    Duration shutdownGrace) {

  static ServerSettings from(Settings settings) {
    return new ServerSettings(
        settings.text("host", "127.0.0.1"),
        whole(settings, "port", 8080, 0, 65_535),
        whole(settings, "max_workers", 1024, 1, 1_000_000),
        whole(settings, "max_connections", 1024, 1, 1_000_000),
        whole(settings, "max_header_size", 16_384, 256, 1 << 20),
        whole(settings, "max_target_size", 8192, 16, 1 << 20),
        positive(settings, "header_timeout", Duration.ofSeconds(10)),
        positive(settings, "client_idle_timeout", Duration.ofSeconds(60)),
        inRange("max_request_size", settings.number("max_request_size", 0), 0, Long.MAX_VALUE),
        settings.duration("shutdown_grace", Duration.ofSeconds(5)));
  }

  /** Returns the idle time-out in milliseconds, rounded up: Jetty takes 0 for no limit. */
  long clientIdleMillis() {
    return clientIdleTimeout.plusNanos(999_999).toMillis();
  }

  ServerSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: must not be blank");
    }
    if (shutdownGrace.isNegative()) {
      throw new IllegalArgumentException("shutdown_grace: must not be negative");
    }
  }

  /**
   * Requires that no setting differs from {@code before} that cannot change while a front end runs.
   *
   * @throws IllegalArgumentException if one does; the message names it
   */
  void requireFixedAsIn(ServerSettings before) {
    if (!host.equals(before.host)) {
      throw new IllegalArgumentException("host: a change needs a restart");
    }
    if (port != before.port) {
      throw new IllegalArgumentException("port: a change needs a restart");
    }
    if (maxWorkers != before.maxWorkers) {
      throw new IllegalArgumentException("max_workers: a change needs a restart");
    }
  }

  private static int whole(Settings settings, String name, int fallback, int min, int max) {
    return (int) inRange(name, settings.number(name, fallback), min, max);
  }

  private static long inRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": must be " + min + " to " + max + ", is " + value);
    }
    return value;
  }

  private static Duration positive(Settings settings, String name, Duration fallback) {
    Duration value = settings.duration(name, fallback);
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": must be positive");
    }
    return value;
  }
}
