package io.apibuddy.http.jetty;

import io.apibuddy.ports.spi.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A proxy through which upstreams are reached, as in companies that let nothing out directly. It is
 * asked for a tunnel to each, with TLS or without (RFC 9110 section 9.3.6).
 *
 * @param host its name or address, one of IPv6 without brackets
 * @param port its port
 * @param authorization the value of {@code Proxy-Authorization}, null if it wants none
 * @param direct names and addresses that are reached without it, in lower case: what lies below a
 *     name is meant too, {@code *} is everything. This machine itself always is.
 */
record ForwardProxy(String host, int port, @Nullable String authorization, Set<String> direct) {

  static final String URL = "upstream_proxy";
  static final String DIRECT = "no_proxy";

  private static final int DEFAULT_PORT = 80;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.*\\.localhost|127(\\.\\d+){3}|::1");

  ForwardProxy {
    direct = Set.copyOf(direct);
  }

  /**
   * Reads the settings: a URL {@code http://[user:password@]host[:port]}, and the names between
   * commas that are reached without it.
   *
   * @return null if none is set
   * @throws IllegalArgumentException if the URL is another; the message names the setting alone,
   *     for a password may stand in it
   */
  static @Nullable ForwardProxy from(Settings settings) {
    String url = settings.text(URL);
    if (url == null) {
      return null;
    }
    URI parsed = parsed(url);
    String userInfo = parsed.getUserInfo();
    return new ForwardProxy(
        withoutBrackets(parsed.getHost()),
        parsed.getPort() < 0 ? DEFAULT_PORT : parsed.getPort(),
        userInfo == null ? null : basic(userInfo),
        Arrays.stream(settings.text(DIRECT, "").toLowerCase(Locale.ROOT).split(","))
            .map(name -> withoutBrackets(name.strip().replaceFirst("^\\.", "")))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static URI parsed(String url) {
    URI parsed = null;
    try {
      parsed = URI.create(url);
    } catch (IllegalArgumentException e) {
      // Refused below, without what it says: that quotes the URL.
    }
    if (parsed == null
        || !"http".equalsIgnoreCase(parsed.getScheme())
        || parsed.getHost() == null
        || !(parsed.getRawPath().isEmpty() || parsed.getRawPath().equals("/"))) {
      throw new IllegalArgumentException(
          URL
              + ": must be a URL such as http://proxy.example:3128, with user:password@ if need be");
    }
    return parsed;
  }

  private static String basic(String userInfo) {
    byte[] credentials = userInfo.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Returns whether an upstream is reached through it. */
  boolean leadsTo(String upstream) {
    String name = withoutBrackets(upstream).toLowerCase(Locale.ROOT);
    return !LOOPBACK.matcher(name).matches()
        && direct.stream()
            .noneMatch(one -> one.equals("*") || name.equals(one) || name.endsWith("." + one));
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
