package io.apibuddy.http.jetty;

import io.apibuddy.ports.spi.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A forward proxy through which upstreams are reached, as in networks without direct access to the
 * Internet. It is asked for a tunnel to every upstream, with TLS or without (RFC 9110 section
 * 9.3.6).
 *
 * @param host the name or address of the proxy; an IPv6 address has no brackets
 * @param port the port of the proxy
 * @param authorization the value of {@code Proxy-Authorization}, null for none
 * @param direct names and addresses, in lower case, that are reached without the proxy. A name
 *     includes the names below it; {@code *} includes everything. {@code localhost} and loopback
 *     addresses are always reached without it.
 */
record ForwardProxy(String host, int port, @Nullable String authorization, Set<String> direct) {

  static final String URL = "upstream_proxy";
  static final String DIRECT = "no_proxy";

  private static final int DEFAULT_PORT = 80;
  private static final int MAX_PORT = 65_535;

  /**
   * Groups: user and password, host, port. A host may have underscores, as containers' names do.
   */
  private static final Pattern FORM =
      Pattern.compile(
          "(?i:http)://(?:([^\\s/@]+)@)?(\\[[0-9A-Fa-f:.]+]|[^\\s:/?#@\\[\\]]+)(?::(\\d{1,5}))?/?");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.*\\.localhost|127(\\.\\d+){3}|::1");

  ForwardProxy {
    direct = Set.copyOf(direct);
  }

  /**
   * Reads the settings: a URL {@code http://[user:password@]host[:port]}, and the names, separated
   * by commas, that are reached without the proxy.
   *
   * @return the proxy, null if none is set
   * @throws IllegalArgumentException if the URL has another form; the message names only the
   *     setting, because the URL may have a password
   */
  static @Nullable ForwardProxy from(Settings settings) {
    String url = settings.text(URL);
    if (url == null) {
      return null;
    }
    Matcher parts = FORM.matcher(url);
    if (!parts.matches()) {
      throw refused();
    }
    String port = parts.group(3);
    return new ForwardProxy(
        withoutBrackets(parts.group(2)),
        port == null ? DEFAULT_PORT : port(port),
        parts.group(1) == null ? null : basic(parts.group(1)),
        Arrays.stream(settings.text(DIRECT, "").toLowerCase(Locale.ROOT).split(","))
            .map(name -> withoutBrackets(name.strip().replaceFirst("^\\*?\\.", "")))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static int port(String digits) {
    int port = Integer.parseInt(digits);
    if (port < 1 || port > MAX_PORT) {
      throw refused();
    }
    return port;
  }

  private static String basic(String userInfo) {
    String credentials;
    try {
      credentials = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused(); // without the cause, which quotes the password
    }
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private static IllegalArgumentException refused() {
    return new IllegalArgumentException(
        URL + ": must be a URL such as http://proxy.example:3128, optionally with user:password@");
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Returns whether an upstream is reached through the proxy. */
  boolean leadsTo(String upstream) {
    String name = withoutBrackets(upstream).toLowerCase(Locale.ROOT);
    return !LOOPBACK.matcher(name).matches()
        && direct.stream()
            .noneMatch(one -> one.equals("*") || name.equals(one) || name.endsWith("." + one));
  }

  /** Returns host and port, without the credentials. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
