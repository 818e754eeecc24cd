package io.apibuddy.domain.security;

import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.ports.http.Headers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of browsers. A browser shows the admin key once and a cookie (RFC 6265) from then
 * on, so that the key is in no URL and out of reach of scripts. A session ends with its time, with
 * its key, or when too many others have begun. Times are in nanoseconds of a ticker. Safe for
 * concurrent use.
 */
public final class Sessions {

  /** How long a session lasts. */
  public static final Duration LIFETIME = Duration.ofHours(12);

  /** The maximum number of sessions; one more ends the one that began first. */
  static final int MAX_SESSIONS = 64;

  /** The cookie's name, ahead of the port: one browser may use several proxies on one host. */
  private static final String COOKIE = "api-buddy-session";

  private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");
  private static final Pattern SHOWN = Pattern.compile(COOKIE + "(?:-[0-9]{1,5})?=(.*)");
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  /** Looked up by the cookie's digest, which takes the same time whatever the cookie says. */
  private final Map<Name, Session> open = new LinkedHashMap<>(); // guarded by itself

  private record Name(AccessKey cookie) {}

  private record Session(AccessKey key, long end) {}

  /** Creates a table without sessions. */
  public Sessions() {}

  /**
   * Begins the session of a client that has shown {@code key}.
   *
   * @param authority how the client addresses the proxy, as {@code ProxyRequest} has it
   * @return the value for {@code Set-Cookie}
   */
  public String begin(AccessKey key, String authority, long now) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    synchronized (open) {
      open.values().removeIf(session -> now - session.end() >= 0);
      if (open.size() >= MAX_SESSIONS) {
        Iterator<Name> oldest = open.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
      open.put(new Name(AccessKey.of(value)), new Session(key, now + LIFETIME.toNanos()));
    }
    return cookie(authority, value, LIFETIME.toSeconds());
  }

  /** Returns whether a request's fields show an open session that began with {@code key}. */
  public boolean admits(Headers headers, @Nullable AccessKey key, long now) {
    List<Name> names = names(headers);
    synchronized (open) {
      return names.stream()
          .map(open::get)
          .anyMatch(
              session -> session != null && session.key().equals(key) && now - session.end() < 0);
    }
  }

  /**
   * Ends the sessions that a request's fields show, if there are any.
   *
   * @param authority how the client addresses the proxy, as when the session began
   * @return the value for {@code Set-Cookie}, which makes the browser forget its cookie
   */
  public String end(Headers headers, String authority) {
    List<Name> names = names(headers);
    synchronized (open) {
      names.forEach(open::remove);
    }
    return cookie(authority, "", 0);
  }

  private static String cookie(String authority, String value, long seconds) {
    Matcher port = PORT.matcher(authority);
    return COOKIE
        + (port.find() ? "-" + port.group(1) : "")
        + '='
        + value
        + "; Path=/admin; Max-Age="
        + seconds
        + "; HttpOnly; SameSite=Strict";
  }

  /**
   * Returns every candidate: an upstream may have set a cookie of the same name (RFC 6265 section
   * 5.4), and a browser also sends the cookies of other ports, which belong to no session here.
   */
  private static List<Name> names(Headers headers) {
    String cookies = headers.joined("Cookie");
    if (cookies == null) {
      return List.of();
    }
    List<Name> names = new ArrayList<>();
    for (String pair : cookies.split("[;,]", -1)) {
      Matcher shown = SHOWN.matcher(pair.trim());
      if (shown.matches() && AccessKey.isWellFormed(shown.group(1))) {
        names.add(new Name(AccessKey.of(shown.group(1))));
      }
    }
    return names;
  }
}
